from tools.bootstrap.make_words import make


def test_a_command_names_every_stack_but_dev():
    assert make("up", "dev") == "`make up`"
    assert make("logs", "blue", "SERVICE=web") == "`make logs SERVICE=web STACK=blue`"
