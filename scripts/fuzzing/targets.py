"""Every target by its name."""

from scripts.fuzzing import files, http, questions, web, words

TARGETS = {
    target.name: target
    for targets in (files.TARGETS, words.TARGETS, web.TARGETS, questions.TARGETS, http.TARGETS)
    for target in targets
}
