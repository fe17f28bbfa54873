"""What a service is worth where it comes: what is too much, misplaced, or of no need."""

from sim.base.kernel import kernel, part
from sim.base.vocabulary import End


@part
def misplaced(over, under):
    """(26) 错位: supply that is too much here and missing there, min(over, under)."""
    return min(over, under)


@part
def verdict(completion, supplied, over, wrong, is_joint):
    """How a project that delivered ends. completion: the parameters' group; supplied, over and
    wrong (misplaced): in needs."""
    if wrong > completion.misplaced_limit * supplied:
        return End.VALUE_DISORDER
    if not is_joint:
        return End.SOLO
    if over > completion.unneeded_limit * supplied or supplied == 0.0:
        return End.UNNEEDED
    return End.COMPLETED


@kernel
def is_service(end):
    """Did this end deliver a service, jointly or by one sector alone?"""
    return end == End.COMPLETED or end == End.SOLO
