"""What a browser makes of a page: its elements, attributes and text."""

from __future__ import annotations

from html.parser import HTMLParser

_INLINE = ("a", "b", "bdi", "span", "time")


class HtmlOutline(HTMLParser):
    """The start tags of a page in order, every attribute, and the text between tags."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.text += "" if tag in _INLINE else " "
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, tag: str, name: str) -> list[str]:
        return [value for of_tag, of_name, value in self.attributes if (of_tag, of_name) == (tag, name)]

    @property
    def words(self) -> str:
        """The text with every run of white space as one space."""
        return " ".join(self.text.split())
