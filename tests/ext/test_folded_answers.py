"""What answers a question is folded, and nothing else."""

from pathlib import Path

from tests.ext.minisite import page


def test_only_what_answers_a_question_is_folded(gallery: Path) -> None:
    """Output and figure after a question are folded; code and other output are not."""
    lesson = page(gallery, "lessons/plot_first.html")
    answers = lesson.select("details")
    shown = [answer.get_text().count("Muestra la respuesta") for answer in answers]
    assert shown == [1, 1, 1, 1]
    first, last, *_ = answers
    assert "extremos: 2" in first.get_text()
    assert len(first.select("img")) == 1
    assert first.select(".highlight-Python") == []
    for answer in answers:
        answer.extract()
    text = lesson.get_text()
    assert "extremos: 2" not in text
    assert lesson.select("img.sphx-glr-single-img") == []
    assert "no es respuesta\n" in text
    assert "aquí no se pliega nada\n" in text
    assert "Descarga el programa" in text
    assert "la última palabra\n" in last.get_text()
    assert 'print("la última palabra")' in text


def test_the_paragraph_that_explains_an_answer_is_folded_with_it(gallery: Path) -> None:
    """A question, a colon that leads over, or a heading below an answer stays in sight."""
    lesson = page(gallery, "lessons/plot_first.html")
    answers = lesson.select("details")
    assert "Dos, y se dibujan los dos." in answers[0].get_text()
    for answer in answers:
        answer.extract()
    text = lesson.get_text()
    assert "se dibujan" not in text
    assert "Basta de líneas. ¿Qué muestra el que calla?" in text
    assert "¿Hay un final?" in text
    assert "Tras el final:" in text
    assert "El final" in text
    assert "Es este." in text


def test_a_question_without_an_answer_stays_as_it_is(gallery: Path) -> None:
    """Where nothing is printed, no empty fold stands."""
    lesson = page(gallery, "lessons/plot_first.html")
    assert "¿Qué muestra el que calla?" in lesson.get_text()
    for answer in lesson.select("details"):
        assert answer.select("pre, img")
