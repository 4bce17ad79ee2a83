"""Renderers: one document of blocks to HTML, PDF and DOCX."""

from zhifa.ports.render.docx import render_docx
from zhifa.ports.render.fonts import NoFont
from zhifa.ports.render.html import render_html, render_page
from zhifa.ports.render.pdf import Pdf, RenderFault, render_pdf

__all__ = ["NoFont", "Pdf", "RenderFault", "render_docx", "render_html", "render_page", "render_pdf"]
