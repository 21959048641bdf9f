"""Pages, sections, passages and question-answer pairs. Nothing here knows about vectors or patients."""
