"""What answers a question is folded, and nothing else."""

from pathlib import Path

from tests.ext.minisite import page


def test_only_what_answers_a_question_is_folded(gallery: Path) -> None:
    """Output and figure after a question are folded; code and other output are not."""
    lesson = page(gallery, "lessons/plot_first.html")
    answers = lesson.select("details")
    assert [answer.get_text().count("Muestra la respuesta") for answer in answers] == [
        1,
        1,
    ]
    first, last = answers
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


def test_a_question_without_an_answer_stays_as_it_is(gallery: Path) -> None:
    """Where nothing is printed, no empty fold stands."""
    lesson = page(gallery, "lessons/plot_first.html")
    assert "¿Qué muestra el que calla?" in lesson.get_text()
    for answer in lesson.select("details"):
        assert answer.select("pre, img")
