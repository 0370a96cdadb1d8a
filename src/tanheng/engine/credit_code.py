"""The unified social credit code by GB 32100-2015: 18 characters of an alphabet without I, O, S, V and Z, the last one a check character.

It says what is wrong with a code, never whose it is. A code that calls itself SYNTHETIC stands for no entity and is left alone.
"""

from __future__ import annotations

from tanheng.engine.text import Text

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
MODULUS = 31
SYNTHETIC = "SYNTHETIC"


def check_character(code: str) -> str:
    """The character that must end a code, from its first 17 (GB 32100-2015, 5.2: weights 3^(i−1) mod 31)."""
    total = sum(ALPHABET.index(character) * pow(3, place, MODULUS) for place, character in enumerate(code[: LENGTH - 1]))
    return ALPHABET[-total % MODULUS]


def fault_of(code: str) -> Text | None:
    """What is wrong with a code; None for a sound one, a blank one, and one that says it is synthetic."""
    shown = code.strip().upper()
    if not shown or SYNTHETIC in shown:
        return None
    if len(shown) != LENGTH:
        return Text(f"应为 18 位，现有 {len(shown)} 位", f"it has {len(shown)} characters, 18 are wanted")
    odd = sorted({character for character in shown if character not in ALPHABET})
    if odd:
        return Text(f"含有不用的字符 {'、'.join(odd)}", f"it holds characters that are not used: {', '.join(odd)}")
    wanted = check_character(shown)
    if shown[-1] != wanted:
        return Text("校验位不符，多半抄错了一位", "its check character does not fit: a character is probably mistyped")
    return None
