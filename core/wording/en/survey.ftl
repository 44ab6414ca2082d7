# The public satisfaction survey (PermenPANRB 14/2017), in the talk.

ask-survey =
    Your report has been handled by { $unit }. May we ask what you think of the service? Nine short questions, one tap each. Answers are kept without your name, and you can stop at any time.
    .again = May we ask you nine short things about the service of { $unit }? Without your name, and you can stop at any time.
    .more = About the survey on { $unit }: would you answer it? Write “yes” or “no”.
    .short = May we ask 9 short questions about { $unit }? No names. Reply YES or NO.
ask-survey-requirements = 1/9. How were the requirements for being served: did they fit the matter? Write “stop” when you have had enough.
    .again = 1/9. The requirements: very good, good, poor, or bad?
    .more = 1/9. The requirements: give a number from 1 (bad) to 4 (very good).
    .short = 1/9 The requirements? 1=bad 2=poor 3=good 4=very good
ask-survey-procedure = 2/9. How easy was the procedure, from reporting to the end?
    .again = 2/9. How easy the procedure was: very good, good, poor, or bad?
    .more = 2/9. How easy the procedure was: give a number from 1 (bad) to 4 (very good).
    .short = 2/9 How easy the procedure was? 1=bad 2=poor 3=good 4=very good
ask-survey-time = 3/9. How quickly was it dealt with?
    .again = 3/9. How quickly it was dealt with: very good, good, poor, or bad?
    .more = 3/9. How quickly it was dealt with: give a number from 1 (bad) to 4 (very good).
    .short = 3/9 How quickly it was dealt with? 1=bad 2=poor 3=good 4=very good
ask-survey-cost = 4/9. How fair was the cost? Free, as it should be, means very good.
    .again = 4/9. The cost (free means very good): very good, good, poor, or bad?
    .more = 4/9. The cost (free means very good): give a number from 1 (bad) to 4 (very good).
    .short = 4/9 The cost (free means very good)? 1=bad 2=poor 3=good 4=very good
ask-survey-product = 5/9. How was the result, compared with what was promised?
    .again = 5/9. The result, compared with the promise: very good, good, poor, or bad?
    .more = 5/9. The result, compared with the promise: give a number from 1 (bad) to 4 (very good).
    .short = 5/9 The result, compared with the promise? 1=bad 2=poor 3=good 4=very good
ask-survey-competence = 6/9. How capable were the officers who handled it?
    .again = 6/9. How capable the officers were: very good, good, poor, or bad?
    .more = 6/9. How capable the officers were: give a number from 1 (bad) to 4 (very good).
    .short = 6/9 How capable the officers were? 1=bad 2=poor 3=good 4=very good
ask-survey-conduct = 7/9. How polite and friendly were the officers?
    .again = 7/9. How polite the officers were: very good, good, poor, or bad?
    .more = 7/9. How polite the officers were: give a number from 1 (bad) to 4 (very good).
    .short = 7/9 How polite the officers were? 1=bad 2=poor 3=good 4=very good
ask-survey-complaints = 8/9. How were your complaints and suggestions responded to?
    .again = 8/9. The response to your complaints and suggestions: very good, good, poor, or bad?
    .more = 8/9. The response to your complaints and suggestions: give a number from 1 (bad) to 4 (very good).
    .short = 8/9 The response to your complaints and suggestions? 1=bad 2=poor 3=good 4=very good
ask-survey-facilities = 9/9. How were the facilities and equipment, this reporting channel included?
    .again = 9/9. The facilities, this channel included: very good, good, poor, or bad?
    .more = 9/9. The facilities, this channel included: give a number from 1 (bad) to 4 (very good).
    .short = 9/9 The facilities, this channel included? 1=bad 2=poor 3=good 4=very good

survey-reminder = The survey is not finished. This is the only reminder; if you would rather not, just ignore it.
    .short = The survey is not finished; ignore this if you would rather not.
survey-declined = All right, no survey. Thank you for reporting.
    .short = All right, no survey.
survey-stopped = All right, the survey ends here. The answers so far are not kept.
    .short = Survey ended. Nothing was kept.
survey-done = Done. Thank you! Your answers are kept without your name and count in this quarter's index.
    .short = Done, thank you! Kept without your name.
survey-later = Let us finish the report first; the survey comes after.
    .short = The report first; the survey comes after.
button-survey-yes = Yes, go ahead
button-survey-no = No
button-survey-1 = Bad
button-survey-2 = Poor
button-survey-3 = Good
button-survey-4 = Very good
