## What becomes of a report, in citizens' words (staff's: state-…)

stage-received = waiting to be seen to
stage-coordinating = being discussed with those concerned
stage-dispatched = with our staff, waiting its turn
stage-in_progress = being worked on
stage-awaiting_validation = worked on, the result is being checked
stage-follow_up_rejected = being put right again
stage-resolved = done
stage-reopened = opened again, because it was not solved
stage-forwarded = passed on, waiting for an answer
stage-answered = answered
stage-out_of_scope = not within our authority
stage-merged = merged with another report
stage-withdrawn = withdrawn
