"""Keys of the rows worked out from a case are no longer checked by the database."""

from django.db import migrations

from zhifa.store.unchecked import Uncheck

OF_A_CASE = (
    "casegrams", "proceeding", "obligation", "finding", "task", "question", "custody", "publication", "ruling",
    "permit", "fine", "finemovement", "outcome",
)  # fmt: skip
OF_AN_ORGAN = ("finding", "publication", "permit", "fine", "finemovement", "outcome")


class Migration(migrations.Migration):
    dependencies = [("casework", "0012_parties_in_the_search_index"), ("registry", "0005_law_licence")]

    operations = [
        *(Uncheck(model, "case") for model in OF_A_CASE),
        *(Uncheck(model, "organ") for model in OF_AN_ORGAN),
    ]
