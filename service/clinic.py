"""What a clinic says of itself on every page: its name, how to reach it, its colour and its logo."""

import re
from dataclasses import dataclass

DEFAULT_CLINIC = "Own Words"
PHONE = re.compile(r"\+?\d[\d ()./-]{1,24}")
MAIL = re.compile(r"[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+")
WEB = re.compile(r"https?://\S+")
DARK_INK, LIGHT_INK = "#000000", "#ffffff"
EVEN_LUMINANCE = 0.179  # black and white stand out alike on it; one of them always does by 4.5 to 1


@dataclass(frozen=True, slots=True)
class Logo:
    """An image file as it is sent."""

    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Clinic:
    """The clinic that the pages belong to.

    `contact` is a phone number, a mail or web address, or any line of words; `colour` is written #rrggbb;
    `emergency` is the number to call in an emergency, None where the country is not named.
    """

    name: str = DEFAULT_CLINIC
    contact: str | None = None
    colour: str | None = None
    logo: Logo | None = None
    emergency: str | None = None

    @property
    def contact_link(self) -> str | None:
        """Where the contact leads, if all of it is one number or address."""
        contact = self.contact or ""
        if PHONE.fullmatch(contact):
            return f"tel:{re.sub(r'[^+0-9]', '', contact)}"
        if MAIL.fullmatch(contact):
            return f"mailto:{contact}"
        return contact if WEB.fullmatch(contact) else None


def colour_rules(colour: str) -> str:
    """The style rules that put a clinic's colour in place of ours, in light and dark."""
    return f":root{{--brand:{colour};--on-brand:{ink_on(colour)}}}"


def ink_on(colour: str) -> str:
    """Black or white, whichever reads better on a colour written #rrggbb.

    Source: relative luminance, WCAG 2.2.
    """
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return DARK_INK if 0.2126 * red + 0.7152 * green + 0.0722 * blue > EVEN_LUMINANCE else LIGHT_INK


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
