"""Quizzes: kinds of question, how answers are judged, practice and points."""
