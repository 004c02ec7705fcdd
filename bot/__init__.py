"""The core of the study bot: the document, its quizzes and what the bot says, free of any platform."""
