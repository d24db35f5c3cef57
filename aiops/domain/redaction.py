"""Takes out of texts what nobody on call needs and nobody may see."""

import re
from functools import lru_cache

REMOVED = "[removed]"
CARD = "[card]"
EMAIL = "[email]"

# Whatever such a key or header holds is secret.
_NAMES = (
    "passw(?:or)?d|identified by|passphrase|pwd|(?<![a-z])pass(?![a-z_])|secret|token"
    "|(?:api|access|private|account|auth|encryption|master|shared|signing)[-_. ]?key"
    "|credentials?|authorization|cookie|session[-_. ]?id|card[-_. ]?number|cvv|cvc"
)
_SECRET_KEY = re.compile(_NAMES, re.IGNORECASE)

# No text makes these slow: every repetition is bounded, never gives back what it took,
# or begins where none of the same kind can have begun. What is cut off or never ends
# is taken out as far as it goes. A string inside JSON inside JSON has its quotes behind
# backslashes, and ends at the first quote behind as many.
_STRING = (
    r"""(?:"(?:[^"\\]|\\.)*+"?|'(?:[^'\\]|\\.)*+'?"""
    r"""|(?P<{0}>\\{{1,7}}["'])(?:[^"\\]|(?!(?P={0}))\\+.?)*+(?:(?P={0}))?)"""
)
_LIST = rf"""\[(?:[^\]"'\\\r\n]|{_STRING.format("listed")}|\\.)*+\]?"""
_BARE = r"""(?:[^\s,;&"'<>{}\[\]\\]|\\(?!["'])){1,4096}"""
_VALUE = rf"b?{_STRING.format('quoted')}|{_LIST}|{_BARE}"
_IS = r"\s{0,9}(?:=>|:=|[:=]|%3[ad])\s{0,9}"
# To the end of the line, or of the string that it stands in; parameters in quotes too.
_HEADER = re.compile(
    r"(?i)((?:authorization|cookie2?)\s{0,3}[:=]\s{0,3})(?!\[?\s?b?\\{0,7}[\"'])"
    r"""(?:[^\r\n"'\\=]|=(?:\\{0,7}"[^"\r\n]{0,1024}"?)?|\\(?![nr"'])){1,4096}"""
)
_BEARER = re.compile(r"(?i)(bearer|basic)\s{1,3}[a-z0-9._~+/=-]{8,4096}")
_ASSIGNED = re.compile(
    rf"(?is)((?:{_NAMES})[a-z0-9_]{{0,20}}\\{{0,7}}['\"]?{_IS})({_VALUE})"
)
# As servers and clients show headers: pairs in brackets.
_PAIR = re.compile(
    rf"(?is)(\(\s?b?['\"][a-z0-9_.-]{{0,40}}(?:{_NAMES})[a-z0-9_.-]{{0,20}}['\"]\s?,\s?)"
    rf"({_VALUE})"
)
_ELEMENT = re.compile(
    rf"(?i)(<[a-z0-9_.:-]{{0,40}}(?:{_NAMES})[a-z0-9_.:-]{{0,20}}>)[^<]{{1,4096}}(?=</)"
)
_OPTION = re.compile(
    rf"(?i)(--(?:[a-z0-9]{{1,20}}-){{0,3}}(?:{_NAMES})\s{{1,3}})[^\s-][^\s\"']{{0,4096}}"
)
_SQL = re.compile(
    r"(?i)((?:passw(?:or)?d|identified\s{1,3}by)\s{1,3})'(?:[^'\\]|\\.)*+'?"
)
# What signs a link, and what programs are told of a user.
_SIGNED = re.compile(
    r"(?i)([?&](?:x-[a-z]{3,4}-)?(?:signature|sig)=)[^\s&\"'\\]{1,4096}"
)
_LOGIN = re.compile(r"((?:\s-u|--user)\s{0,3}[^\s:]{1,64}:)[^\s\"']{1,4096}")
_USERINFO = re.compile(r"(?<=://)[^\s/?#\"'<>\\]{1,512}@")
_JWT = re.compile(
    r"(?:(?<![A-Za-z0-9_-])|(?<=\\[bfnrt]))"
    r"eyJ[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?"
)
_KNOWN_TOKENS = re.compile(
    r"gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_[A-Za-z0-9_]{20,255}"
    r"|glpat-[A-Za-z0-9_-]{20,255}|xox[abeprs]-[A-Za-z0-9-]{10,255}"
    r"|(?:AKIA|ASIA)[A-Z0-9]{16}|[sr]k_(?:live|test)_[A-Za-z0-9]{10,255}"
    r"|AIza[A-Za-z0-9_-]{35}|SG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,64}"
    r"|pharos_[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])"
    r"|hooks\.slack\.com/services/[A-Za-z0-9/]{1,255}"
)
_PRIVATE_KEY = re.compile(
    r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----"
    r"(?s:.{0,8192}?(?:-----END [A-Z ]{0,30}KEY-----|\Z)|.{0,8192})"
)
_EMAIL = re.compile(
    r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
)
# In JSON a line begins behind \n, whose n is no letter of what follows.
_DIGITS = re.compile(
    r"[2-6](?:(?<![0-9A-Za-z].)|(?<=\\[bfnrt].)|(?<=%[0-9A-Fa-f]{2}.))"
    r"(?:(?:[ -]?[0-9]){12,18}"
    r"|[0-9]{3}(?P<gap>[.\u00a0\u2009\u202f])(?:[0-9]{4}(?P=gap)){2}[0-9]{1,7})"
    r"(?![0-9A-Za-z])"
)

# What none of the above can do without: most texts end here.
_SUSPECT = re.compile(
    rf"(?i){_NAMES}|bearer|basic|@|eyj|_|-|AKIA|ASIA|AIza|SG\.|sig|hooks\.slack"
    r"|identified|[0-9](?:[ .\u00a0\u2009\u202f-]?[0-9]){12}"
)
_CACHED_LENGTH = 200


def is_secret_key(key: str) -> bool:
    """Return whether the value of an attribute of this name is nobody's business."""
    if len(key) <= _CACHED_LENGTH:
        return _remembered_key(key)
    return _SECRET_KEY.search(key) is not None


@lru_cache(maxsize=4096)
def _remembered_key(key: str) -> bool:
    return _SECRET_KEY.search(key) is not None


def redact(text: str) -> str:
    """
    Return *text* without card numbers, keys, passwords, tokens and addresses of mail.

    What is left still tells what happened: the name of what was taken out stays.
    """
    if len(text) <= _CACHED_LENGTH:
        return _remembered(text)
    return _redacted(text)


@lru_cache(maxsize=16384)
def _remembered(text: str) -> str:
    # Routes, hosts and methods come with every span.
    return _redacted(text)


def _redacted(text: str) -> str:
    if _SUSPECT.search(text) is None:
        return text
    if "PRIVATE KEY" in text:
        text = _PRIVATE_KEY.sub(REMOVED, text)
    text = _BEARER.sub(rf"\1 {REMOVED}", text)
    if _SECRET_KEY.search(text) is not None:
        text = _named(text)
    if "@" in text:
        text = _USERINFO.sub(f"{REMOVED}@", text)
        text = _EMAIL.sub(EMAIL, text)
    if "eyJ" in text:
        text = _JWT.sub(REMOVED, text)
    text = _SIGNED.sub(rf"\1{REMOVED}", text)
    text = _LOGIN.sub(rf"\1{REMOVED}", text)
    text = _KNOWN_TOKENS.sub(REMOVED, text)
    return _DIGITS.sub(_card, text)


def _named(text: str) -> str:
    """Return *text* without what stands behind the name of a secret."""
    text = _HEADER.sub(rf"\1{REMOVED}", text)
    text = _ASSIGNED.sub(_assigned, text)
    text = _PAIR.sub(_assigned, text)
    text = _ELEMENT.sub(rf"\1{REMOVED}", text)
    text = _OPTION.sub(rf"\1{REMOVED}", text)
    return _SQL.sub(rf"\1'{REMOVED}'", text)


def _assigned(found: re.Match[str]) -> str:
    """Keep the quotes of a value, so that a JSON text stays one."""
    name, value = found[1], found[2]
    if REMOVED in value and not value.replace(REMOVED, "").strip("b[]\"'\\"):
        return found[0]
    quote = re.match(r"""\[?b?(\\{0,7}["'])""", value)
    if quote is None:
        return f"{name}{REMOVED}"
    hidden = f"{quote[1]}{REMOVED}{quote[1]}"
    return f"{name}[{hidden}]" if value.startswith("[") else f"{name}{hidden}"


def _card(found: re.Match[str]) -> str:
    digits = [int(char) for char in found[0] if char in "0123456789"]
    return CARD if passes_luhn(digits) else found[0]


def passes_luhn(digits: list[int]) -> bool:
    """Return whether the last digit is the one that ISO/IEC 7812 asks for."""
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(doubled) + sum(digits[-1::-2])) % 10 == 0
