"""An order's answer, as it is stored and sent again."""

from dataclasses import dataclass

from app.domain.orders import OrderState
from app.errors import Problem
from app.schemas.checkout import Order
from app.web.api import JSON
from app.web.problems import PROBLEM_JSON, document


@dataclass(frozen=True, slots=True)
class OrderAnswer:
    """How an order ended, and what its client is told."""

    state: OrderState
    status: int
    body: str

    @property
    def content_type(self) -> str:
        """The media type of the body."""
        return JSON if self.status < 400 else PROBLEM_JSON


def completed(order: Order) -> OrderAnswer:
    """Return the answer of a paid and confirmed order."""
    return OrderAnswer(OrderState.COMPLETED, 200, order.model_dump_json())


def failed(problem: Problem) -> OrderAnswer:
    """Return the answer of an order that took nothing, or gave all of it back."""
    return OrderAnswer(OrderState.FAILED, problem.status, document(problem).decode())
