"""Numbers, addresses and the like that can tell who somebody is, and what stands in their place.

Deliberately greedy: a harmless figure that is lost costs little, a kept one cannot be taken back. The phonenumbers
library was tried; every run of digits as long as a phone number goes anyway, and it would add 48 MB.
"""

import re

MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
UNITS = (
    "milligrams?|mgs?|micrograms?|mcg|grams?|g|kgs?|ml|mls|l|litres?|units?|iu|mm|cm|metres?|meters?|m|miles?|km|"
    "steps?|calories|kcal|feet|ft|inch(?:es)?|lbs?|pounds?|stones?|years?|yrs?|months?|weeks?|wks?|days?|hours?|hrs?|"
    "minutes?|mins?|seconds?|times?|tablets?|pills?|capsules?|people|patients|percent|%|degrees?"
)
# A number in a street is no amount or point in time: none of these stands between the number and the street's kind.
NOT_IN_STREETS = (
    rf"{UNITS}|am|pm|and|or|to|a|an|the|my|i|can|when|after|before|for|of|in|out|is|it|do|be|will|levels?|per|if|until|"
    "should|could|would|may|not|then|until|than|since|post|op|as|from|with"
)
STREETS = (
    "street|str|st|road|rd|avenue|ave|lane|ln|drive|close|crescent|cres|court|place|square|terrace|way|gardens|grove|"
    "hill|mews|row|walk|park|boulevard|blvd|quay|green|rise|parade|villas?|cottages?"
)
DAY = r"(?:0?[1-9]|[12]\d|3[01])"
ORDINAL = r"(?:st|nd|rd|th)?"
YEAR = r"(?:(?:19|20)\d{2}|['’]?\d{2})"
PART = r"[\s/.\-]{1,3}"
NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|oh|first|second|third|fifth"
)
BIRTH = r"d\.?\s?o\.?\s?b\.?|date\s+of\s+birth|birth\s?-?date|birth\s?day|born(?:\s+(?:on|in))?|b\.\s?d\."
RECORDS = (
    r"nhs|mrn|chi|hospital|patient|record|case|file|reference|ref|policy|passport|insurance|member(?:ship)?|account|"
    r"acct|sort\s+code|card|licen[cs]e|registration|reg|appointment|booking|order|ticket|unit|h&c|ppsn?|ssn|medicare|"
    r"medicaid|national\s+insurance|ni|social\s+security|id|identity|health\s+card|chart"
)
PHONES = "tel(?:ephone)?|phone|mobile|mob|call|ring|text|whatsapp|landline|fax|extension|ext"
ROOMS = r"flat|apartment|apt|house|room|ward|bed|bay|suite|p\.?\s?o\.?\s?box"
AT = r"\(at\)|\[at\]"
DOMAINS = r"com|org|net|co\.uk|org\.uk|nhs\.uk|co|uk|ie|eu|de|fr|nhs"
GREAT_AGE = r"(?:9\d|1[01]\d)"

Pattern = tuple[str, str]

LINKS: tuple[Pattern, ...] = (
    ("[link]", r"\b(?:https?://|www\.)\S+"),
    ("[email]", r"[\w.+%'-]+\s?@\s?[\w-]+(?:\s?\.\s?[\w-]+)+"),
    ("[email]", rf"[\w.+-]+\s*(?:{AT}|\bat\b)\s*[\w-]+(?:\s*(?:\(dot\)|\[dot\]|\bdot\b)\s*\w+)+"),
    ("[email]", rf"[\w.+-]+\s*(?:{AT})\s*[\w.-]+"),
    ("[email]", rf"\b[\w.+-]+\s+at\s+[\w-]+\.(?:{DOMAINS})\b[\w.]*"),
    ("[link]", r"(?<!\w)@\w{2,}"),
    ("[link]", rf"\b[\w-]+\.(?:{DOMAINS})\b\S*"),
)
DATES: tuple[Pattern, ...] = (
    # Whatever is said of a birth, with the figures and the month after it, or the year in words.
    (
        "[date]",
        rf"\b(?:{BIRTH})\b[\s:=,]*(?:(?:is|was|in|on|the|of|{MONTHS})[\s,:]+)*"
        rf"['’]?\d[\w/.\-]*(?:[\s,]+(?:of\s+)?(?:{MONTHS}|['’]?\d[\w/.\-]*\b))*",
    ),
    ("[date]", rf"\b(?:{BIRTH})\b[\s:=,]*(?:(?:is|was|in|on|the)\s+)*(?:(?:{NUMBER_WORDS})\b[\s-]*)+"),
    ("[date]", rf"\b{DAY}\s?{ORDINAL}{PART}(?:of\s+)?(?:{MONTHS})\.?(?!\w)(?:[,\s/.\-]{{1,3}}{YEAR}\b)?"),
    (
        "[date]",
        rf"\b(?:{MONTHS})\.?{PART}(?:the\s+)?{DAY}{ORDINAL}\b(?!\s*(?:-\s*\d+\s*)?(?:{UNITS})\b)(?:,?\s*{YEAR}\b)?",
    ),
    ("[date]", r"\b(?:19|20)\d{2}[/.\-]\d{1,2}[/.\-]\d{1,2}\b"),
    ("[date]", r"\b\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?(?:\d{4}|\d{2})\b"),
    ("[date]", rf"\b{DAY}\s+(?:0?[1-9]|1[0-2])\s+(?:19|20)\d{{2}}\b"),
    # So few people are as old that the age alone may tell who it is.
    ("[age]", rf"\b{GREAT_AGE}(?=[\s-]*(?:years?|yrs?|y/?o)\b)"),
    ("[age]", rf"(?:(?<=\bi am )|(?<=\bi'm )|(?<=\baged )|(?<=\bage )){GREAT_AGE}\b"),
)
RECORD_NUMBERS: tuple[Pattern, ...] = (
    # A word for a record, and what follows it as long as that holds digits.
    (
        "[number]",
        rf"\b(?:{RECORDS})(?:\s+(?:number|no|num|code|id))?\b\.?(?:\s+(?:is|was|=))?[\s:#=]*"
        rf"(?=\S*\d)(?!\d{{1,3}}\s*(?:{UNITS})\b)[\w/\-]*\d[\w/\-]*(?:[ \-]\d[\w/\-]*)*",
    ),
    ("[phone]", rf"\b(?:{PHONES})\b\.?(?:\s+(?:number|no|me|on|at|back|is|us))*[\s:=.]*\+?\(?\d[\d\s().\-]{{2,}}\d"),
    ("[number]", r"\b[a-z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[a-d]\b"),  # National Insurance
)
PLACES: tuple[Pattern, ...] = (
    ("[postcode]", r"\b(?:[a-z]{1,2}\d[a-z\d]?\s{0,2}\d[abd-hjlnp-uw-z]{2}|gir\s?0aa)\b"),
    ("[postcode]", r"\b[ac-fhknprtv-y]\d[\dw]\s?(?=[ac-fhknprtv-y\d]*\d)[ac-fhknprtv-y\d]{4}\b"),  # Irish
    ("[postcode]", r"\b(?:post\s?code|zip(?:\s+code)?|eircode)\b(?:\s+is)?[\s:]*(?=\S*\d)\w+(?:\s\d\w+)?"),
    ("[postcode]", r"(?<=\bnear )[a-z]{1,2}\d{1,2}[a-z]?\b|(?<=\bin )[a-z]{2}\d{1,2}[a-z]?\b"),
    ("[number]", r"\b(?:number|no\.)\s+\d+[a-z]?\b"),
    ("[address]", rf"\b\d{{1,4}}[a-z]?,?\s+the\s+(?:{STREETS})\b"),
    ("[address]", rf"\b\d{{1,4}}[a-z]?,?\s+(?:(?!(?:{NOT_IN_STREETS})\b)[\w'’.]+\s+){{1,3}}(?:{STREETS})\b"),
    ("[address]", rf"\b(?:{ROOMS})\s+(?:number\s+|no\.?\s+)?\d+[a-z]?\b"),
)
LONG_NUMBERS: tuple[Pattern, ...] = (
    # A telephone number, and any other number that is as long, however its digits are grouped.
    ("[number]", rf"\+?\(?\d(?:[\s().\-/]{{0,3}}\d){{6,}}(?!\s?(?:{UNITS})\b)"),
    ("[number]", rf"(?<![\d.,])\d{{5,}}(?!\s?(?:{UNITS})\b)\b"),
    # Letters and at least four digits in one word.
    (
        "[number]",
        rf"\b(?=[a-z\d/\-]*[a-z])(?=(?:[a-z/\-]*\d){{4}})(?!\d+(?:{UNITS})\b)[a-z\d]+(?:[/\-][a-z\d]+)*\b",
    ),
)
# In this order, since a longer kind of number holds shorter ones.
IDENTIFIERS = tuple(
    (mark, re.compile(pattern, re.IGNORECASE))
    for mark, pattern in (*LINKS, *DATES, *RECORD_NUMBERS, *PLACES, *LONG_NUMBERS)
)


def without_identifiers(text: str) -> str:
    """The text with every such number or address replaced by its mark."""
    for mark, pattern in IDENTIFIERS:
        text = pattern.sub(mark, text)
    return text
