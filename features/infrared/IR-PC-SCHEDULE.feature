@IR-PC-SCHEDULE
Feature: How often and how long light is given
  10 to 20 minutes, three to five times a week for three to four weeks is plausible and no more. A course needs an end
  and a review date; more than a session a day or half an hour at home has not been studied.

  Background:
    Given the service date is 2026-11-20
    And a 52-year-old woman

  Rule: Too often, too long, or without a review

    Scenario: Ten sessions a week
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "left knee", 10 times a week, 15 minutes each, for 4 weeks
      Then a warning card "IR-PC-SCHEDULE" is shown
      And the card "IR-PC-SCHEDULE" says "more than seven light sessions a week"
      And the card "IR-PC-SCHEDULE" offers "Note on the order that it is reviewed at 4 weeks"
      And the card "IR-PC-SCHEDULE" offers "Set 15 minutes, 3 times a week for 4 weeks"
      And the card "IR-PC-SCHEDULE" offers to change "NIR belt"
      And the card "IR-PC-SCHEDULE" does not say "proven"
      And the card "IR-PC-SCHEDULE" cites evidence "ANSARI-2014"
      And the card "IR-PC-SCHEDULE" cites evidence "LAVERY-2008"
      And the card "IR-PC-SCHEDULE" may be overridden because "trial-protocol"

    Scenario Outline: <schedule> speaks
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "left knee", <schedule>
      Then rule "IR-PC-SCHEDULE" speaks as warning

      Examples:
        | schedule                                                  |
        | 8 times a week, 15 minutes each, for 4 weeks              |
        | 2 times a day, 15 minutes each, for 4 weeks               |
        | 3 times a week, 31 minutes each, for 4 weeks              |
        | 3 times a week, with a session length of 0.75 h, for 4 weeks |
        | 3 times a week, 15 minutes each, for 5 weeks              |
        | 3 times a week, 15 minutes each, with a course of 29 d    |
        | 3 times a week, 15 minutes each, with a course of 2 mo    |

    Scenario Outline: A course of six weeks, and the note says <note>
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "left knee", 3 times a week, 15 minutes each, for 6 weeks, with the note <note>
      Then rule "IR-PC-SCHEDULE" speaks as warning
      And the card "IR-PC-SCHEDULE" says "without a review date"

      Examples:
        | note                     |
        | "review in clinic"       |
        | "started 2026-11-20"     |
        | "preview of 2026-12-18"  |

    Scenario Outline: A course of six weeks with a review: <note>
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "left knee", 3 times a week, 15 minutes each, for 6 weeks, with the note <note>
      Then rule "IR-PC-SCHEDULE" stays silent

      Examples:
        | note                              |
        | "review on 2026-12-18"            |
        | "reassess 18 December with a score" |

  Rule: Beyond common practice, or without an end

    Scenario Outline: <schedule> is a note
      When the clinician signs an order for the light <kind> "NIR belt" (light-therapy pbm-led-nir), to the "left knee", <schedule>
      Then rule "IR-PC-SCHEDULE" speaks as info
      And the card "IR-PC-SCHEDULE" says "<words>"

      Examples:
        | kind      | schedule                                       | words                  |
        | device    | 6 times a week, 15 minutes each, for 4 weeks   | beyond common practice |
        | device    | 7 times a week, 15 minutes each, for 4 weeks   | beyond common practice |
        | device    | 1 times a day, 15 minutes each, for 4 weeks    | beyond common practice |
        | device    | 3 times a week, 21 minutes each, for 4 weeks   | beyond common practice |
        | device    | 3 times a week, 30 minutes each, for 4 weeks   | beyond common practice |
        | treatment | 3 times a week, 40 minutes each, for 4 weeks   | beyond common practice |
        | device    | 3 times a week, 15 minutes each                | neither an end nor     |
        | device    | with the note "use as needed"                  | neither an end nor     |
        | treatment | 15 minutes each, as needed                     | neither an end nor     |

    Scenario: Twelve sessions in all are not twelve a week
      When the clinician signs an order for the light treatment "NIR belt" (light-therapy pbm-led-nir), to the "left knee", 12 sessions in all, 3 times a week, 15 minutes each, for 4 weeks
      Then rule "IR-PC-SCHEDULE" stays silent

    Scenario Outline: <schedule> is silent
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "left knee", <schedule>
      Then rule "IR-PC-SCHEDULE" stays silent

      Examples:
        | schedule                                                    |
        | 3 times a week, 10 minutes each, for 3 weeks                |
        | 5 times a week, 20 minutes each, for 4 weeks                |
        | 3 times a week, with a session length of 1200 s, for 4 weeks |
        | 3 times a week, 15 minutes each, with a course of 28 d      |

  Rule: What is not known is said

    Scenario: Four weeks, and nothing else
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "left knee", for 4 weeks
      Then rule "IR-PC-SCHEDULE" is not evaluated because "sessions-per-week" is missing

    Scenario: A length that cannot be read
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "left knee", 3 times a week, with a session length of 15 without a unit, for 4 weeks
      Then rule "IR-PC-SCHEDULE" is not evaluated because "session-minutes" is missing
