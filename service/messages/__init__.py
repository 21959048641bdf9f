"""Every sentence that a patient can read, in one place, so that one person can review them all.

Those in other languages are in `other_languages`; what is said of urgent signs is in
`corpus/knowledge/emergency_advice.yaml`. A test keeps the reading age of all of it at 9 to 11.
"""

SKIP_LINK = "Skip to the main words"
SEARCH_TITLE = "Ask about your operation"
SEARCH_LABEL = "Type your question in your own words"
SEARCH_HINT = "For example: how long will I be in hospital?"
SEARCH_BUTTON = "Ask"
ANSWER_TITLE = "What the pages say"

QUESTIONS_ANSWERED = "Questions that our pages answer"
PAGES = "Our pages"
MORE_PAGES = "You can ask about {number} more."

PROBLEM_HEADING = "There is a problem"
PROBLEM_MARK = "Problem:"
EMPTY_QUESTION = "Type your question in the box."
LONG_QUESTION = "Your question is too long. Make it {limit} characters or fewer."
STILL_IN_BOX = "All that you typed is still in the box."

LOOKING = "Looking in the pages"
NO_CONNECTION = "We cannot reach the service. Check that you are online and try again. Your words are still in the box."
CHARACTERS_LEFT = "You can type {number} more characters."
CHARACTERS_OVER = "That is {number} characters too many. Take some words out, then ask."
SUGGESTIONS = "Is it one of these?"
SUGGESTED = "Below the box you can now pick from {number} of our questions."

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
ABOUT_OPERATION = "About: {operation}"
OTHER_PAGES = "Other pages"

NEXT_AFTER_MAYBE = "If this is not what you asked"
NEXT_AFTER_NOT_FOUND = "What you can do"
TRY_OTHER_WORDS = "Ask again in other words. A short question often works best."
ASK_CLINIC = "Ask your clinic."
ASK_CLINIC_AT = "Ask your clinic:"
YOUR_CLINIC = "Your clinic:"
NEAR_QUESTIONS = "Questions near yours that our pages answer"

CORRECTED = "You typed “{typed}”. We looked for “{used}”."
ALSO_SEARCHED = "We also looked for: {words}."
SEARCH_EXACTLY = "Look for just what I typed"
SEARCHED_EXACTLY = "We looked for just what you typed, letter by letter."
DIFFERENCES = "The pages do not all say the same"
DIFFERENCES_NEXT = "Ask your clinic which is right for you."

FOREIGN = "Your question does not look like English. Our pages are in English. Ask in English if you can."

WHERE_FROM = "Where these words come from:"
READ_ON_PAGE = "Read these words on their page"
ALSO_IN = "This page says the same:"
REVIEWED = "Last checked on {date}"
REVIEW_OVERDUE = "Due to be checked again by {date}. Ask your clinic if it still holds."
OVERDUE_MARK = "Check overdue"
PAGE_ASKS = "The page asks:"
PAGE_LOST_QUESTION = "The page gives no question here. We think it was:"

BACK_TO_SEARCH = "Ask another question"
PAGE_ELSEWHERE = "See this page on the publisher's website"
LEFT_OUT = "Left out of the answers"
LEFT_OUT_WHY = "These words are part of the page, but they are not used to answer questions."

PAGE_MISSING_TITLE = "We cannot find this page"
PAGE_MISSING = "There is no page at this address. Ask your question again from the start."
SERVICE_PROBLEM_TITLE = "This service is not working"
SERVICE_PROBLEM = "There is a problem with this service. Try again in a few minutes. Your question was not saved."

BUSY_TITLE = "This service is busy"
BUSY = "We cannot answer just now. Wait a minute, then ask again. Your question was not saved."
IN_EMERGENCY = "For help right now, call {number}."
IN_EMERGENCY_UNNAMED = "For help right now, call your local emergency number."

NOT_MEDICAL_ADVICE = (
    "This page shows the words of the clinic's own pages. It does not know you, and it cannot tell you what is wrong. "
    "If you are worried about your health, call your clinic."
)
PRIVATE = "We do not keep your question."
NOTED = (
    "We note what people ask, so that our pages can get better. We take out names and numbers first, and drop the rest "
    "in time. Do not type who you are."
)
