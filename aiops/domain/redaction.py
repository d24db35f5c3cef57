"""Takes out of texts what nobody on call needs and nobody may see."""

import re
from functools import lru_cache

REMOVED = "[removed]"
CARD = "[card]"
EMAIL = "[email]"

# Whatever such a key or header holds is secret.
_NAMES = (
    "passw(?:or)?d|passphrase|pwd|secret|token|api[-_. ]?key|access[-_. ]?key"
    "|private[-_. ]?key|credentials?|authorization|cookie|session[-_. ]?id"
    "|card[-_. ]?number|cvv|cvc"
)
_SECRET_KEY = re.compile(_NAMES, re.IGNORECASE)

# Every repetition is bounded, or begins where none of the same kind can have begun:
# no text makes them slow.
_HEADER = re.compile(
    r"(?i)\b((?:proxy-)?authorization|(?:set-)?cookie)(['\"]?\s{0,3}[:=]\s{0,3})"
    r"([^\r\n'\"]{1,4096})"
)
_BEARER = re.compile(r"(?i)\b(bearer|basic)\s{1,3}[a-z0-9._~+/=-]{8,4096}")
_ASSIGNED = re.compile(
    rf"(?i)((?:{_NAMES})[a-z0-9_]{{0,20}}\\?['\"]?\s{{0,3}}(?:[:=]|=>)\s{{0,3}})"
    r"""(\\?"[^"\\]{0,4096}\\?"|'[^']{0,4096}'|[^\s,;&"'{}\[\]]{1,4096})"""
)
_USERINFO = re.compile(r"(?<=://)[^/\s@:]{0,256}:[^/\s@]{1,256}@")
_JWT = re.compile(
    r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?"
)
_KNOWN_TOKENS = re.compile(
    r"(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{20,255}|glpat-[A-Za-z0-9_-]{20,255}"
    r"|xox[abeprs]-[A-Za-z0-9-]{10,255}|(?:AKIA|ASIA)[A-Z0-9]{16}"
    r"|[sr]k_(?:live|test)_[A-Za-z0-9]{10,255})"
)
_PRIVATE_KEY = re.compile(
    r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]{0,8192}"
    r"(?:-----END [A-Z ]{0,30}KEY-----)?"
)
_EMAIL = re.compile(
    r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
)
_DIGITS = re.compile(r"(?<![0-9A-Za-z])[2-6](?:[ -]?[0-9]){12,18}(?![0-9A-Za-z])")

# What none of the above can do without: most texts end here.
_SUSPECT = re.compile(
    rf"(?i){_NAMES}|bearer|basic|@|eyj|_|-|AKIA|ASIA|[0-9](?:[ -]?[0-9]){{12}}"
)
_CACHED_LENGTH = 200


@lru_cache(maxsize=4096)
def is_secret_key(key: str) -> bool:
    """Return whether the value of an attribute of this name is nobody's business."""
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
    text = _PRIVATE_KEY.sub(REMOVED, text)
    text = _HEADER.sub(rf"\1\2{REMOVED}", text)
    text = _BEARER.sub(rf"\1 {REMOVED}", text)
    text = _ASSIGNED.sub(_assigned, text)
    text = _USERINFO.sub(f"{REMOVED}@", text)
    text = _JWT.sub(REMOVED, text)
    text = _KNOWN_TOKENS.sub(REMOVED, text)
    text = _EMAIL.sub(EMAIL, text)
    return _DIGITS.sub(_card, text)


def _assigned(found: re.Match[str]) -> str:
    """Keep the quotes of a value, so that a JSON text stays one."""
    name, value = found.groups()
    if value == REMOVED:
        return found[0]
    for quote in ('\\"', '"', "'"):
        if value.startswith(quote):
            return f"{name}{quote}{REMOVED}{quote}"
    return f"{name}{REMOVED}"


def _card(found: re.Match[str]) -> str:
    digits = [int(char) for char in found[0] if char not in " -"]
    return CARD if passes_luhn(digits) else found[0]


def passes_luhn(digits: list[int]) -> bool:
    """Return whether the last digit is the one that ISO/IEC 7812 asks for."""
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(doubled) + sum(digits[-1::-2])) % 10 == 0
