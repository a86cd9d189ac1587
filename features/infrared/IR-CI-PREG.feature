@IR-CI-PREG
Feature: Light therapy during pregnancy
  There are no safety data for light or heat over a pregnant trunk, and it can be avoided. A site that is not stated may
  be the trunk; a back order without a level counts as low back.

  Background:
    Given the service date is 2026-11-20
    And a 31-year-old woman

  Rule: Heat over abdomen, pelvis or low back is critical

    Scenario: Twenty-four weeks pregnant, an infrared lamp for the low back
      Given her pregnancy status is pregnant, 2 days ago
      When the clinician signs an order for the light treatment "infrared lamp" (CPT 97026), to the "Lumbar region" (SNOMED 52612000)
      Then a critical card "IR-CI-PREG" is shown
      And the card "IR-CI-PREG" offers to remove the order for "infrared lamp"
      And the card "IR-CI-PREG" offers "Refer to physiotherapy instead"
      And the card "IR-CI-PREG" cites evidence "NAALT-2010"
      And the card "IR-CI-PREG" may be overridden because "obstetric-approval"
      And the card "IR-CI-PREG" may be overridden because "remote-site-no-heat"

    Scenario Outline: Aimed at the <site>
      Given her pregnancy status is pregnant, 2 days ago
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the <site>
      Then a critical card "IR-CI-PREG" is shown

      Examples:
        | site                         |
        | "low back"                   |
        | "Abdomen" (SNOMED 818981001) |
        | "Pelvis" (SNOMED 12921003)   |
        | "left buttock"               |
        | "Back" (SNOMED 77568009)     |
        | "upper back"                 |

    Scenario Outline: The order names no site, its reason does: <reason>
      Given her pregnancy status is pregnant, 2 days ago
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), for <reason>
      Then a critical card "IR-CI-PREG" is shown

      Examples:
        | reason                                                |
        | "Low back pain" (ICD-10-CM M54.59)                    |
        | "low back pain"                                       |
        | "Sciatica, right side" (ICD-10-CM M54.31)             |
        | "Lumbago with sciatica, left side" (ICD-10-CM M54.42) |
        | "sciatica"                                            |

    Scenario Outline: A <device> does not say whether it heats
      Given her pregnancy status is pregnant, 2 days ago
      When the clinician signs an order for the light treatment <device>, to the "low back"
      Then a critical card "IR-CI-PREG" is shown

      Examples:
        | device             |
        | "infrared therapy" |
        | "laser therapy"    |
        | "class 4 laser"    |

    Scenario Outline: Pregnant because of <fact>
      Given she has <fact>
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then a critical card "IR-CI-PREG" is shown

      Examples:
        | fact                                                                                                          |
        | "Supervision of other normal pregnancy, second trimester" (ICD-10-CM Z34.82), recorded 5 days ago             |
        | "24 weeks gestation of pregnancy" (ICD-10-CM Z3A.24), recorded 2 days ago                                     |
        | "Supervision of elderly primigravida, second trimester" (ICD-10-CM O09.512), recorded on the day 300 days ago |
        | "Pregnant" (SNOMED 77386006), recorded 10 days ago                                                            |

    Scenario: A positive test inside its window
      Given her urine pregnancy test is positive, on the day 42 days ago
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then a critical card "IR-CI-PREG" is shown

    Scenario: Recorded as male, and pregnant
      Given a 31-year-old man
      And he has "Pregnant" (SNOMED 77386006), recorded 10 days ago
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then a critical card "IR-CI-PREG" is shown

  Rule: Without heat, or without a site, it is a warning

    Scenario: A non-thermal LED over the low back
      Given her pregnancy status is pregnant, 2 days ago
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "low back"
      Then a warning card "IR-CI-PREG" is shown
      And the card "IR-CI-PREG" offers to remove the order for "NIR belt"

    Scenario Outline: A <device>, and no site
      Given her pregnancy status is pregnant, 2 days ago
      When the clinician selects an order for the light device <device>
      Then a warning card "IR-CI-PREG" is shown

      Examples:
        | device                                |
        | "red LED" (light-therapy pbm-led-red) |
        | "heat lamp" (HCPCS E0200)             |

    Scenario: A provisional pregnancy speaks one step lower, and says why
      Given she has "Pregnant" (SNOMED 77386006), provisional, recorded 10 days ago
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then a warning card "IR-CI-PREG" is shown
      And the card "IR-CI-PREG" says "the entry is provisional"

  Rule: A remote site is a note

    Scenario Outline: Aimed at the <site>, away from the trunk
      Given her pregnancy status is pregnant, 2 days ago
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "<site>"
      Then an info card "IR-CI-PREG" is shown
      And the card "IR-CI-PREG" does not offer to remove the order

      Examples:
        | site       |
        | left foot  |
        | neck       |
        | right knee |

  Rule: Silent when a pregnancy is over, or was never recorded as the patient's own

    Scenario: Delivered since
      Given she has "24 weeks gestation of pregnancy" (ICD-10-CM Z3A.24), recorded 150 days ago
      And she has "Single live birth" (ICD-10-CM Z37.0), since 50 days ago, recorded 50 days ago
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-CI-PREG" stays silent

    Scenario: Later found not to be pregnant
      Given her pregnancy status is pregnant, 200 days ago
      And her pregnancy status is not pregnant, 20 days ago
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-CI-PREG" stays silent

    Scenario: A diagnosis of "not pregnant" since
      Given she has "Pregnant" (SNOMED 77386006), recorded 60 days ago
      And she has "Not pregnant" (SNOMED 60001007), recorded 20 days ago
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-CI-PREG" stays silent

    Scenario: A diagnosis of "not pregnant" before
      Given she has "Not pregnant" (SNOMED 60001007), recorded 60 days ago
      And she has "Pregnant" (SNOMED 77386006), recorded 20 days ago
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then a critical card "IR-CI-PREG" is shown

    Scenario: Ended by a termination
      Given her pregnancy status is pregnant, 60 days ago
      And she has "Encounter for elective termination of pregnancy" (ICD-10-CM Z33.2), recorded 30 days ago
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-CI-PREG" stays silent

    Scenario Outline: A pregnancy that is <state>
      Given she has "Pregnant" (SNOMED 77386006), <state>
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-CI-PREG" stays silent

      Examples:
        | state                 |
        | resolved              |
        | inactive              |
        | refuted               |
        | entered in error      |
        | until 3 weeks ago     |
        | recorded 301 days ago |

    Scenario Outline: <fact> is no pregnancy
      Given she has <fact>
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-CI-PREG" stays silent

      Examples:
        | fact                                                               |
        | "Possible pregnancy" (SNOMED 146799005)                            |
        | "Fear of pregnancy" (SNOMED 191733007)                             |
        | "Encounter for pregnancy test, result negative" (ICD-10-CM Z32.02) |
        | "Encounter for pregnancy test, result unknown" (ICD-10-CM Z32.00)  |

    Scenario: Somebody else's pregnancy
      Given her sister has "Pregnant" (SNOMED 77386006)
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-CI-PREG" stays silent

    Scenario: A due date long past is no pregnancy
      Given her due date is 60 days ago, 200 days ago
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-CI-PREG" stays silent

    Scenario Outline: The day after a window: <fact>
      Given <fact>
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-CI-PREG" stays silent

      Examples:
        | fact                                              |
        | her urine pregnancy test is positive, 43 days ago |
        | her pregnancy status is pregnant, 301 days ago    |

    Scenario Outline: Nothing says pregnant, light to the <site>
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "<site>"
      Then rule "IR-CI-PREG" stays silent

      Examples:
        | site      |
        | left foot |
        | neck      |

    Scenario: Nothing says pregnant
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-CI-PREG" stays silent

  Rule: What is not known is said

    Scenario: Observations were not loaded
      Given the observations were not loaded
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-CI-PREG" is not evaluated because "Observation" is missing

    Scenario: The problem list was not loaded
      Given the conditions were not loaded
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-CI-PREG" is not evaluated because "Condition" is missing
