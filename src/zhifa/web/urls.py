"""Addresses of the pages. Each module of views that stands for itself brings its own list."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from zhifa.web.views import account, case, lists, steps, workbench

urlpatterns: list[URLPattern | URLResolver] = [
    path("", workbench.workbench, name="workbench"),
    path("sign-in", account.sign_in, name="sign_in"),
    path("sign-out", account.sign_out, name="sign_out"),
    path("account", account.account, name="account"),
    path("account/password", account.password, name="password"),
    path("cases", lists.cases, name="cases"),
    path("clues", lists.clues, name="clues"),
    path("inspections", lists.inspections, name="inspections"),
    path("cases/<str:case_id>", case.case, name="case"),
    path("cases/<str:case_id>/p/<str:proceeding>/discretion", case.discretion, name="discretion"),
    path("cases/<str:case_id>/record", steps.record, name="record"),
    path("cases/<str:case_id>/proceedings", steps.begin_proceeding, name="add_proceeding"),
    path("cases/<str:case_id>/hand-over", steps.give_over, name="hand_over"),
    path("cases/<str:case_id>/p/<str:proceeding>/steps/<str:code>", steps.take, name="take_step"),
    path("cases/<str:case_id>/p/<str:proceeding>/drafts/<str:code>", steps.draft, name="draft"),
    path("cases/<str:case_id>/p/<str:proceeding>/periods/<str:code>", steps.trace, name="trace"),
]

for name in (
    "correction",
    "regimes",
    "opening",
    "permits",
    "soft",
    "stocktake",
    "custody",
    "plan",
    "review",
    "papers",
    "casefile",
    "deliveries",
    "statistics",
    "report",
    "report_check",
    "report_finishing",
    "people",
    "training",
    "exams",
    "exam_papers",
    "question_bank",
    "teaching",
    "assessments",
    "equipment",
    "postings",
    "responsibility",
    "public",
    "law",
    "calculator",
    "laws",
    "laws_compare",
    "powerlists",
    "powerlists_import",
    "imports",
    "administration",
    "numbers",
    "fines",
    "rule_drafts",
    "paper_templates",
    "crosswalk",
    "officer_erasure",
    "erasure",
    "questions",
    "audit",
    "agreements",
    "matter_usage",
    "remedies",
    "referred",
    "matters",
    "powers",
    "merging",
    "oversight",
    "oversight_officers",
    "digests",
    "chains",
    "conformance",
    "invited",
    "consultations",
    "cards",
    "complaints",
    "liberty",
    "supervising",
    "supervision_opening",
    "supervision_desk",
    "supervision_plan",
    "accountability",
    "interventions",
    "appraisal_rounds",
    "appraisal_reading",
    "appraisal_results",
    "quality",
    "appraisal",
    "appraisal_sheet",
    "findings",
    "alert_rules",
    "near",
):
    if find_spec(f"zhifa.web.views.{name}"):
        urlpatterns += import_module(f"zhifa.web.views.{name}").URLS

if settings.DEBUG:
    urlpatterns.append(path("gallery/", include("zhifa.web.gallery.urls")))
