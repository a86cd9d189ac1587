@IR-RE-NOBENEFIT
Feature: Light therapy that does not help
  Four weeks are enough to see a meaningful change; at eight the note becomes a warning. Under two points of ten and under
  30 per cent is too little, and a score that was never taken is asked for.

  Background:
    Given the service date is 2026-11-20
    And a 52-year-old woman

  Rule: Too little after four weeks, and after eight

    Scenario: Five weeks of light, pain seven to six
      Given a running order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "low back", starting 5 weeks ago
      And her "Pain severity" (LOINC 72514-3) is 7 {score}, 36 days ago
      And her "Pain severity" (LOINC 72514-3) is 6 {score}, 2 days ago
      When the clinician opens the chart
      Then rule "IR-RE-NOBENEFIT" speaks as info
      And the card "IR-RE-NOBENEFIT" says "light therapy for 4 weeks or more"
      And the card "IR-RE-NOBENEFIT" says "consider stopping light and review the plan"
      And the card "IR-RE-NOBENEFIT" says "Scores also fall by themselves"
      And the card "IR-RE-NOBENEFIT" rests on "Pain severity"
      And the card "IR-RE-NOBENEFIT" is about the order for "NIR belt"
      And the card "IR-RE-NOBENEFIT" offers "Record a pain score"
      And the card "IR-RE-NOBENEFIT" cites evidence "PAIN-MCID"
      And the card "IR-RE-NOBENEFIT" may be overridden because "other-benefit-documented"

    Scenario: Nine weeks of light, pain seven to six
      Given a running order for the light treatment "low-level laser" (HCPCS S8948), to the "low back", starting 9 weeks ago
      And her "Pain severity" (LOINC 72514-3) is 7 {score}, 64 days ago
      And her "Pain severity" (LOINC 72514-3) is 6 {score}, 2 days ago
      When the clinician opens the chart
      Then a warning card "IR-RE-NOBENEFIT" is shown
      And the card "IR-RE-NOBENEFIT" says "light therapy for 8 weeks or more"
      And the card "IR-RE-NOBENEFIT" offers to order "Review of light therapy - stop without a meaningful change"

    Scenario: A next session is booked
      Given a running order for the light treatment "low-level laser" (HCPCS S8948), to the "low back", starting 9 weeks ago
      And her "Pain severity" (LOINC 72514-3) is 7 {score}, 64 days ago
      And her "Pain severity" (LOINC 72514-3) is 7 {score}, 2 days ago
      When an appointment of 30 minutes is booked for 2 days from now
      Then rule "IR-RE-NOBENEFIT" speaks as warning

    Scenario Outline: It began <days> days ago
      Given a running order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "low back", starting <days> days ago
      And her "Pain severity" (LOINC 72514-3) is 7 {score}, <days> days ago
      And her "Pain severity" (LOINC 72514-3) is 7 {score}, 2 days ago
      When the clinician opens the chart
      Then rule "IR-RE-NOBENEFIT" speaks as <indicator>

      Examples:
        | days | indicator |
        | 28   | info      |
        | 55   | info      |
        | 56   | warning   |

    Scenario Outline: Pain <before>, then <now>: too little
      Given a running order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "low back", starting 30 days ago
      And her "Pain severity" (LOINC 72514-3) is <before> {score}, 31 days ago
      And her "Pain severity" (LOINC 72514-3) is <now> {score}, 2 days ago
      When the clinician opens the chart
      Then rule "IR-RE-NOBENEFIT" speaks as info

      Examples:
        | before | now |
        | 7      | 7   |
        | 7      | 8   |
        | 7      | 5.1 |
        | 4      | 3   |
        | 3      | 2.2 |

    Scenario Outline: Pain <before>, then <now>: that matters
      Given a running order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "low back", starting 30 days ago
      And her "Pain severity" (LOINC 72514-3) is <before> {score}, 31 days ago
      And her "Pain severity" (LOINC 72514-3) is <now> {score}, 2 days ago
      When the clinician opens the chart
      Then rule "IR-RE-NOBENEFIT" stays silent

      Examples:
        | before | now |
        | 7      | 5   |
        | 9      | 7   |
        | 3      | 2.1 |
        | 3      | 2   |

    Scenario: A scale of 0 to 100 is read as one of 0 to 10
      Given a running order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "low back", starting 30 days ago
      And her "Pain VAS" (LOINC 38214-3) is 70 /100, 31 days ago
      And her "Pain VAS" (LOINC 38214-3) is 60 /100, 2 days ago
      When the clinician opens the chart
      Then rule "IR-RE-NOBENEFIT" speaks as info

    Scenario: Seventy to forty of a hundred matters
      Given a running order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "low back", starting 30 days ago
      And her "Pain VAS" (LOINC 38214-3) is 70 /100, 31 days ago
      And her "Pain VAS" (LOINC 38214-3) is 40 /100, 2 days ago
      When the clinician opens the chart
      Then rule "IR-RE-NOBENEFIT" stays silent

    Scenario: Ordered, and no start stated
      Given a running order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "low back", ordered 60 days ago
      And her "Pain severity" (LOINC 72514-3) is 7 {score}, 60 days ago
      And her "Pain severity" (LOINC 72514-3) is 7 {score}, 2 days ago
      When the clinician opens the chart
      Then rule "IR-RE-NOBENEFIT" speaks as warning

  Rule: A care plan or a device in use is light therapy, too

    Scenario: Five weeks of light by a care plan, without benefit
      Given a care plan with the light treatment "red light" (light-therapy pbm-led-red), starting 5 weeks ago
      And her "Pain severity" (LOINC 72514-3) is 7 {score}, 36 days ago
      And her "Pain severity" (LOINC 72514-3) is 6 {score}, 2 days ago
      When the clinician opens the chart
      Then rule "IR-RE-NOBENEFIT" speaks as info
      And rule "IR-RE-NOBENEFIT" speaks once
      And the card "IR-RE-NOBENEFIT" says "light therapy for 4 weeks or more"
      And the card "IR-RE-NOBENEFIT" is about the order for "red light"

    Scenario Outline: Light by <how>, begun <days> days ago
      Given <what>
      And her "Pain severity" (LOINC 72514-3) is 7 {score}, <days> days ago
      And her "Pain severity" (LOINC 72514-3) is 7 {score}, 2 days ago
      When the clinician opens the chart
      Then rule "IR-RE-NOBENEFIT" <says>

      Examples: 28 and 56 days, as for an order
        | how             | days | what                                                                                                     | says              |
        | a plan          | 27   | a care plan with the light treatment "red light" (light-therapy pbm-led-red), starting 27 days ago       | stays silent      |
        | a plan          | 28   | a care plan with the light treatment "red light" (light-therapy pbm-led-red), starting 28 days ago       | speaks as info    |
        | a plan          | 55   | a care plan with the light treatment "red light" (light-therapy pbm-led-red), starting 55 days ago       | speaks as info    |
        | a plan          | 56   | a care plan with the light treatment "red light" (light-therapy pbm-led-red), starting 56 days ago       | speaks as warning |
        | a device in use | 27   | she uses the light device "NIR belt" (light-therapy pbm-led-nir), since 27 days ago                      | stays silent      |
        | a device in use | 28   | she uses the light device "NIR belt" (light-therapy pbm-led-nir), since 28 days ago                      | speaks as info    |
        | a device in use | 55   | she uses the light device "NIR belt" (light-therapy pbm-led-nir), since 55 days ago                      | speaks as info    |
        | a device in use | 56   | she uses the light device "NIR belt" (light-therapy pbm-led-nir), since 56 days ago                      | speaks as warning |

    Scenario Outline: Over, paused or somebody else's: <what>
      Given <what>
      And her "Pain severity" (LOINC 72514-3) is 7 {score}, 60 days ago
      And her "Pain severity" (LOINC 72514-3) is 7 {score}, 2 days ago
      When the clinician opens the chart
      Then rule "IR-RE-NOBENEFIT" stays silent

      Examples:
        | what                                                                                                              |
        | a care plan with the light treatment "red light" (light-therapy pbm-led-red), starting 60 days ago, completed     |
        | a care plan with the light treatment "red light" (light-therapy pbm-led-red), starting 60 days ago, its activity on hold |
        | a care plan with the light treatment "walking programme", starting 60 days ago                                    |
        | she uses the light device "NIR belt" (light-therapy pbm-led-nir), since 60 days ago, no longer                    |
        | she uses the light device "NIR belt" (light-therapy pbm-led-nir), since 60 days ago, handed back                  |

    Scenario: Nobody knows whether the activity goes on
      Given a care plan with the light treatment "red light" (light-therapy pbm-led-red), starting 60 days ago, its activity unknown
      When the clinician opens the chart
      Then rule "IR-RE-NOBENEFIT" is not evaluated because "the status of CarePlan/careplan-1" is missing

  Rule: What is recorded twice is told once

    Scenario Outline: An order, and <what>
      Given a running order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "low back", starting 5 weeks ago
      And <what>
      And her "Pain severity" (LOINC 72514-3) is 7 {score}, 36 days ago
      And her "Pain severity" (LOINC 72514-3) is 6 {score}, 2 days ago
      When the clinician opens the chart
      Then rule "IR-RE-NOBENEFIT" speaks once

      Examples:
        | what                                                                                                            |
        | she uses the light device "NIR belt" (light-therapy pbm-led-nir), since 5 weeks ago                             |
        | she uses the light device "NIR belt" (light-therapy pbm-led-nir), on the "low back", since 5 weeks ago          |
        | she uses the light device "belt of her own", based on the order for "NIR belt"                                  |
        | she uses the light device "red light panel", on the "low back", based on the order for "NIR belt"                |
        | she uses the light device "NIR belt" (light-therapy pbm-led-nir), without a status                              |
        | a care plan with the light treatment "NIR belt" (light-therapy pbm-led-nir), starting 5 weeks ago               |

    Scenario Outline: An order, and another treatment: <what>
      Given a running order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "left knee", starting 5 weeks ago
      And <what>
      And her "Pain severity" (LOINC 72514-3) is 7 {score}, 36 days ago
      And her "Pain severity" (LOINC 72514-3) is 6 {score}, 2 days ago
      When the clinician opens the chart
      Then exactly 2 cards are shown

      Examples: another device, another place, the other side
        | what                                                                                                          |
        | she uses the light device "red light" (light-therapy pbm-led-red), since 5 weeks ago                          |
        | she uses the light device "NIR belt" (light-therapy pbm-led-nir), on the "neck", since 5 weeks ago            |
        | she uses the light device "NIR belt" (light-therapy pbm-led-nir), on the "right knee", since 5 weeks ago      |
        | a care plan with the light treatment "red light" (light-therapy pbm-led-red), starting 5 weeks ago            |

    Scenario: The order is over, and the device is still used
      Given a running order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "low back", starting 5 weeks ago, completed
      And she uses the light device "NIR belt" (light-therapy pbm-led-nir), since 5 weeks ago
      And her "Pain severity" (LOINC 72514-3) is 7 {score}, 36 days ago
      And her "Pain severity" (LOINC 72514-3) is 6 {score}, 2 days ago
      When the clinician opens the chart
      Then rule "IR-RE-NOBENEFIT" speaks once

    Scenario: A device in use that is also in the plan
      Given a care plan with the light treatment "NIR belt" (light-therapy pbm-led-nir), starting 5 weeks ago
      And she uses the light device "NIR belt" (light-therapy pbm-led-nir), since 5 weeks ago
      And her "Pain severity" (LOINC 72514-3) is 7 {score}, 36 days ago
      And her "Pain severity" (LOINC 72514-3) is 6 {score}, 2 days ago
      When the clinician opens the chart
      Then rule "IR-RE-NOBENEFIT" speaks once

  Rule: A score that is missing is asked for

    Scenario: No score from the beginning
      Given a running order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "low back", starting 5 weeks ago
      And her "Pain severity" (LOINC 72514-3) is 6 {score}, 2 days ago
      When the clinician opens the chart
      Then rule "IR-RE-NOBENEFIT" speaks as info
      And the card "IR-RE-NOBENEFIT" says "no pain score from its beginning"
      And the card "IR-RE-NOBENEFIT" offers "Record a pain score"

    Scenario Outline: The first score is from <when>
      Given a running order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "low back", starting on the day 30 days ago
      And her "Pain severity" (LOINC 72514-3) is 7 {score}, <when>
      And her "Pain severity" (LOINC 72514-3) is 7 {score}, 2 days ago
      When the clinician opens the chart
      Then the card "IR-RE-NOBENEFIT" says "<words>"

      Examples:
        | when                   | words                              |
        | on the day 45 days ago | no pain score from its beginning   |
        | on the day 44 days ago | has not changed                    |
        | on the day 27 days ago | has not changed                    |
        | on the day 26 days ago | no pain score from its beginning   |

    Scenario Outline: The last score is from <when>
      Given a running order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "low back", starting 40 days ago
      And her "Pain severity" (LOINC 72514-3) is 7 {score}, 41 days ago
      And her "Pain severity" (LOINC 72514-3) is 7 {score}, <when>
      When the clinician opens the chart
      Then the card "IR-RE-NOBENEFIT" says "<words>"

      Examples:
        | when        | words                           |
        | 14 days ago | has not changed                 |
        | 15 days ago | no recent pain score to compare |

    Scenario: Two instruments are not compared
      Given a running order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "low back", starting 30 days ago
      And her "Pain severity" (LOINC 72514-3) is 7 {score}, 31 days ago
      And her "PEG" (LOINC 91147-9) is 7 {score}, 2 days ago
      When the clinician opens the chart
      Then the card "IR-RE-NOBENEFIT" says "no recent pain score to compare"

    Scenario: A score entered in error is none
      Given a running order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "low back", starting 30 days ago
      And her "Pain severity" (LOINC 72514-3) is 7 {score}, 31 days ago
      And her "Pain severity" (LOINC 72514-3) is 7 {score}, 2 days ago, entered in error
      When the clinician opens the chart
      Then the card "IR-RE-NOBENEFIT" says "no recent pain score to compare"

  Rule: Silent where nothing is to be reviewed

    Scenario: Four weeks are not over
      Given a running order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "low back", starting 27 days ago
      And her "Pain severity" (LOINC 72514-3) is 7 {score}, 28 days ago
      And her "Pain severity" (LOINC 72514-3) is 7 {score}, 2 days ago
      When the clinician opens the chart
      Then rule "IR-RE-NOBENEFIT" stays silent

    Scenario Outline: A light order that is <status>
      Given a running order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "low back", starting 60 days ago, <status>
      And her "Pain severity" (LOINC 72514-3) is 7 {score}, 61 days ago
      And her "Pain severity" (LOINC 72514-3) is 7 {score}, 2 days ago
      When the clinician opens the chart
      Then rule "IR-RE-NOBENEFIT" stays silent

      Examples:
        | status           |
        | stopped          |
        | completed        |
        | on hold          |
        | entered in error |
        | as a proposal    |
        | handed back      |

    Scenario: Physiotherapy is no light
      Given a running order for the service "Physiotherapy, low back", ordered 60 days ago
      And her "Pain severity" (LOINC 72514-3) is 7 {score}, 61 days ago
      And her "Pain severity" (LOINC 72514-3) is 7 {score}, 2 days ago
      When the clinician opens the chart
      Then rule "IR-RE-NOBENEFIT" stays silent

  Rule: What is not known is said

    Scenario Outline: The <what> were not loaded
      Given a running order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "low back", starting 60 days ago
      And the <what> were not loaded
      When the clinician opens the chart
      Then rule "IR-RE-NOBENEFIT" is not evaluated because "<missing>" is missing

      Examples:
        | what          | missing       |
        | observations  | Observation   |
        | device orders | DeviceRequest |

    Scenario: A score of which nobody says whether it is out of ten or a hundred
      Given a running order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "low back", starting 30 days ago
      And her "Pain VAS" (LOINC 38214-3) is 7 without a unit, 31 days ago
      And her "Pain VAS" (LOINC 38214-3) is 60 without a unit, 2 days ago
      When the clinician opens the chart
      Then the card "IR-RE-NOBENEFIT" says "no pain score from its beginning"
