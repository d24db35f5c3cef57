from tools.bootstrap.indexes import uv_environment


def test_uv_asks_where_pip_asks(tmp_path):
    conf = tmp_path / "pip.conf"
    conf.write_text(
        "[global]\nindex-url = https://mirror.example/simple\ncert = /ca.pem\n"
        "[install]\nfind-links =\n  /one\n  /two\n"
    )

    found = uv_environment(tmp_path, {"PIP_CONFIG_FILE": str(conf)})

    assert found == {
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "SSL_CERT_FILE": "/ca.pem",
        "UV_FIND_LINKS": "/one /two",
    }


def test_pips_variables_win_over_its_files(tmp_path):
    conf = tmp_path / "pip.conf"
    conf.write_text("[global]\nindex-url = https://one.example\n")
    env = {"PIP_CONFIG_FILE": str(conf), "PIP_INDEX_URL": "https://two.example"}

    assert uv_environment(tmp_path, env) == {"UV_DEFAULT_INDEX": "https://two.example"}


def test_a_file_that_cannot_be_read_is_no_setting(tmp_path):
    conf = tmp_path / "pip.conf"
    conf.write_text("no section\n")

    assert uv_environment(tmp_path, {"PIP_CONFIG_FILE": str(conf)}) == {}
