"""Problems: reported by everybody, answered by who looks after the service."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.permissions import Permission
from percorsi.service import actions, queries
from percorsi.web.service.clock import clock_of
from percorsi.web.service.forms import AnswerForm, ProblemForm
from percorsi.web.shell.forms import carried_out, posted
from percorsi.web.shell.pages import SIGNED_IN, page, visible_or_404
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.undo import say_done

_FORM = ("GET", "POST")
_ROWS, _OWN_ROWS = 50, 10


@page(SIGNED_IN, methods=_FORM)
def report(request: HttpRequest) -> HttpResponse:
    """Report a problem, and read the answers to one's own."""
    by = reader_of(request)
    form = ProblemForm(posted(request), initial={"page": request.GET.get("da", "")})
    if carried_out(form, lambda given: actions.report_problem(by=by, **given)):
        say_done(request, _("Grazie: la segnalazione è arrivata. La risposta comparirà in questa pagina."))
        return redirect("service:report_problem")
    own = list(queries.own_problems(by)[:_OWN_ROWS])
    return render(request, "service/report_problem.html", {"form": form, "own": own})


@page(Permission.SERVICE_MANAGE)
def problem_list(request: HttpRequest) -> HttpResponse:
    """Show the problems reported, those to be answered first."""
    rows = Paginator(queries.problems_visible_to(reader_of(request)), _ROWS).get_page(request.GET.get("pagina"))
    today = timezone.localdate()
    clocks = [(problem, clock_of(problem, today)) for problem in rows]
    return render(request, "service/problems.html", {"page": rows, "clocks": clocks, "today": today})


@page(Permission.SERVICE_MANAGE, methods=_FORM)
def problem(request: HttpRequest, public_id: str) -> HttpResponse:
    """Read a problem and answer it."""
    by = reader_of(request)
    row = visible_or_404(queries.problems_visible_to(by), public_id)
    form = AnswerForm(posted(request), initial={"answer": row.answer, "version": row.version})
    if carried_out(
        form, lambda given: actions.answer_problem(row, by=by, version=given["version"], text=given["answer"])
    ):
        say_done(request, _("La risposta è inviata."))
        return redirect("service:problems")
    form.show_differing(row.version, {"answer": row.answer})
    today = timezone.localdate()
    context = {"form": form, "problem": row, "clock": clock_of(row, today), "today": today}
    return render(request, "service/problem.html", context)
