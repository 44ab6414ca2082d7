# The satisfaction index on the page of figures.

stats-skm-title = Public satisfaction index
stats-skm-about = The public satisfaction survey (PermenPANRB 14/2017): nine elements of the service, asked by chat of some of the reporters who agreed to it. From 25 to 100; grade A from 88.31, B from 76.61, C from 65.00. Units with fewer than three answers are told together.
stats-skm-quarter = Quarter { $number } of { $year }
stats-skm-answers = Answers
stats-skm-index = Index
stats-skm-grade = Grade
stats-skm-whole = All units
