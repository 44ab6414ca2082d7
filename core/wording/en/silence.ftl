## Reports left half told

left-reminder = Your report is not finished yet. If you have no time for it, that is fine: later I will pass it on to our staff as it is.
    .short = Your report is not finished.
left-filed = So that it is not lost, I have passed your report on as it is. Its number is { $number }. Our staff will fill in the rest. If there is more to add, just write it here.
    .short = Your report was passed on as it is, no. { $number }.
left-photo-only = (Only a photo, without words.)
