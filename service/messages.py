"""Every sentence that a patient can read, in one place, so that one person can review them all."""

SKIP_LINK = "Skip to the main words"
SEARCH_TITLE = "Ask about your operation"
SEARCH_LABEL = "Type your question in your own words"
SEARCH_HINT = "For example: how long will I be in hospital?"
SEARCH_BUTTON = "Ask"
ANSWER_TITLE = "What the pages say"

PROBLEM_HEADING = "There is a problem"
PROBLEM_MARK = "Problem:"
EMPTY_QUESTION = "Type your question in the box."
LONG_QUESTION = "Your question is too long. Make it {limit} characters or fewer."

EMERGENCY_MARK = "Emergency:"
URGENT_MARK = "Urgent:"
CALL = "Call {number}"

ANSWERED = "From the clinic's pages"
MAYBE = "These pages may answer your question."
MAYBE_NEXT = "Check that the words below fit what you asked."
NOT_FOUND = "We did not find an answer to this in our pages."
NOT_FOUND_NEXT = "Try other words, or ask your clinic."
NEAREST = "The nearest words we have. They may not answer your question."
MORE_RESULTS = "More from the pages"

CORRECTED = "You typed “{typed}”. We looked for “{used}”."
ALSO_SEARCHED = "We also looked for: {words}."
DIFFERENCES = "The pages do not all say the same"
DIFFERENCES_NEXT = "Ask your clinic which is right for you."

WHERE_FROM = "Where these words come from:"
READ_ON_PAGE = "Read these words on their page"
ALSO_IN = "This page says the same:"
REVIEWED = "Last checked on {date}"
PAGE_ASKS = "The page asks:"

BACK_TO_SEARCH = "Ask another question"
PAGE_ELSEWHERE = "See this page on the publisher's website"
LEFT_OUT = "Left out of the answers"
LEFT_OUT_WHY = "These words are part of the page, but they are not used to answer questions."

PAGE_MISSING_TITLE = "We cannot find this page"
PAGE_MISSING = "There is no page at this address. Ask your question again from the start."
SERVICE_PROBLEM_TITLE = "This service is not working"
SERVICE_PROBLEM = "There is a problem with this service. Try again in a few minutes. Your question was not saved."

NOT_MEDICAL_ADVICE = (
    "This page quotes the clinic's own pages. It does not know you, and it cannot tell you what is wrong. "
    "If you are worried about your health, contact your clinic."
)
