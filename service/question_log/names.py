"""Names that are also ordinary words, told by what stands around them. Any other name is in no word list of ours."""

import re

MARK = "[name]"
# What people write right before a name, and after which up to three words go unless they plainly go on otherwise.
RELATIVES = (
    "husband|wife|partner|son|daughter|mum|mom|mother|dad|father|brother|sister|friend|neighbour|carer|uncle|aunt|gran|"
    "nan|grandson|granddaughter|girlfriend|boyfriend|fiance|fiancee|baby|child|boy|girl|surgeon|consultant|doctor|gp|"
    "nurse|physio|anaesthetist|boss|twin"
)
TITLES = (
    "mr|mrs|ms|miss|mx|dr|doctor|prof|professor|sister|nurse|matron|surgeon|consultant|sir|dame|lady|lord|rev|father|"
    "uncle|aunt|auntie|aunty|nan|grandma|grandad"
)
GREETINGS = (
    "dear|hi|hello|hiya|hey|cheers|love from|from|signed|(?:kind |best |warm |many )?regards|"
    "yours (?:sincerely|faithfully|truly)|sincerely"
)
BEFORE_NAMES = re.compile(
    r"\b(?:my (?:full |first |last |maiden |sur)?name(?:'s| is|:)?|(?:sur)?name(?: is|:)|"
    r"(?:i am|i'm|im|he is|she is|is) (?:called|named)|i am|i'm|im|called|named|surname|this is|it's|its|"
    rf"{GREETINGS}|{TITLES}|(?:my|his|her|our|their) (?:\w+ )?(?:{RELATIVES}))\b[\s.,:]*",
    re.IGNORECASE,
)
FIRST_WORD = re.compile(r"[^\W\d_][\w'’-]*")
# Words of ours that are names as well. Where one has a capital letter and does not begin a sentence, it is a name;
# after the words above it is one in any letters.
ALSO_NAMES = frozenset(
    "amber angel april art august autumn barber basil bay bean bell bill bird black blossom bond brook brown burns "
    "butcher cash chance charity chase cherry chip chuck clay cliff cook cross crystal curly daisy dawn day drew "
    "early faith fern field fields finch foster fry gale gardener gene ginger glen good grace grant gray green grey "
    "guy hall hart hazel heath heather heaven hill holly honey hood hope house iris ivory ivy jade jet joy june "
    "keen kit knight lamb lane law lily little lock long love major mark marsh max may mercy miles mills moss nick "
    "north oak olive page park pat patience pearl peg penny piper poppy porter potter price rain ray read red reed "
    "rice rich river robin rock rod rose rowan rusty sage sandy savage sharp short sky small snow star stone storm "
    "sue summer sweet tiger van vera vet victoria violet walker wall ward waters webb wells west white wild will "
    "willow winter wise wolf wood woods worth wren young".split()
)
# After a greeting or a relative, these go on with the question and are no name.
GOES_ON = frozenset(
    "a about afraid after all also am an and any anything are as asked asks at bad be because been before being "
    "better bleeding but by can can't cannot clinic cold common could did didn't do doctor doctors does doesn't "
    "everything feels find for from gave gets getting give given going good got had has hasn't have having he help "
    "her here hi him his home hospital hot how hurting i i'd i'll i'm i've if in is isn't it it's its just keeps "
    "last like live lives making may me might more mr mrs ms much must my need needs new next no normal not nothing "
    "now numb nurse of off ok okay on once one only operation or our out over page pain painful please possible "
    "post question really recently red safe said says scared she should so some something sore still surgeon "
    "surgery swollen take takes taking team than thank thanks that the their them then there they thinks this tight "
    "to today told tomorrow too two up urgent using very wants was wasn't we what when where whether which while "
    "who whose why will with won't worried worse would yesterday yet you your".split()
)
MOST_WORDS = 3  # first names and a surname


def without_names(text: str) -> str:
    """The text with names that are also ordinary words replaced by a mark."""
    return _without_capitals(_without_introduced(text))


def _without_introduced(text: str) -> str:
    """Take out what follows words such as "my name is", as far as it does not go on with the question."""
    kept, position = [], 0
    while found := BEFORE_NAMES.search(text, position):
        kept.append(text[position : found.end()])
        position, taken = _end_of_name(text, found)
        kept.append(MARK if taken else "")
    return "".join([*kept, text[position:]])


def _end_of_name(text: str, found: re.Match[str]) -> tuple[int, int]:
    """Where a name that begins at the end of a match ends, and how many words it has."""
    end, words, start = found.end(), 0, found.end()
    is_named = "name" in found[0].lower() or "called" in found[0].lower()
    while words < MOST_WORDS and (word := FIRST_WORD.match(text, start)):
        plain = word[0].lower().replace("’", "'").removesuffix("'s")
        if plain in GOES_ON or not (is_named or plain in ALSO_NAMES or word[0][0].isupper()):
            break
        words, end = words + 1, word.end()
        start = end + 1 if text[end : end + 1] == " " else len(text)
    return end, words


def _without_capitals(text: str) -> str:
    """Take out words such as Rose and Hill with a capital letter that no beginning of a sentence explains."""

    def replaced(found: re.Match[str]) -> str:
        before = text[: found.start()].rstrip()
        begins = not before or before[-1] in ".!?:\n"
        return found[0] if begins or found[0].lower() not in ALSO_NAMES else MARK

    return re.sub(r"\b[A-Z][a-z]+\b", replaced, text)
