"""View models: what each template takes, and nothing more. Views build them from readers; templates only show.

No template asks the database, computes a date or knows an address: levels, words, relative texts and links all
arrive here, so that a page can be looked at from fixtures and tested without a case.
"""

from zhifa.web.viewmodels.appraisal import *  # noqa: F403
from zhifa.web.viewmodels.case import *  # noqa: F403
from zhifa.web.viewmodels.catalogue import *  # noqa: F403
from zhifa.web.viewmodels.charts import *  # noqa: F403
from zhifa.web.viewmodels.checking import *  # noqa: F403
from zhifa.web.viewmodels.custody import *  # noqa: F403
from zhifa.web.viewmodels.desks import *  # noqa: F403
from zhifa.web.viewmodels.forms import *  # noqa: F403
from zhifa.web.viewmodels.library import *  # noqa: F403
from zhifa.web.viewmodels.oversight import *  # noqa: F403
from zhifa.web.viewmodels.parts import *  # noqa: F403
from zhifa.web.viewmodels.people import *  # noqa: F403
from zhifa.web.viewmodels.publishing import *  # noqa: F403
from zhifa.web.viewmodels.rules import *  # noqa: F403
from zhifa.web.viewmodels.supervising import *  # noqa: F403
from zhifa.web.viewmodels.weighing import *  # noqa: F403
