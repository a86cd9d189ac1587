@IR-RF-MOTOR
Feature: Weakness of a limb, new or growing
  A foot drop of this month, or a strength that falls, goes to neurology before any light. A deficit that is old and
  stable is none of its business, nor is the other side's.

  Background:
    Given the service date is 2026-11-20
    And a 58-year-old man

  Rule: New or growing weakness is critical while light is ordered

    Scenario: A foot drop of last week, light for the low back
      Given he has "Foot drop, right foot" (ICD-10-CM M21.371), since 7 days ago
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then a critical card "IR-RF-MOTOR" is shown
      And the summary of the card "IR-RF-MOTOR" says "no light therapy first"
      And the card "IR-RF-MOTOR" rests on "Foot drop, right foot"
      And the card "IR-RF-MOTOR" offers to order "Urgent neurology referral - new or growing limb weakness"
      And the card "IR-RF-MOTOR" offers "Refer to a spine clinic"
      And the card "IR-RF-MOTOR" does not offer to remove the order
      And the card "IR-RF-MOTOR" may be overridden because "stable-deficit"
      And the card "IR-RF-MOTOR" cites evidence "RED-FLAGS-PRACTICE"

    Scenario Outline: <weakness>, <days> days ago
      Given he has <weakness>, since <days> days ago
      When the clinician selects an order for the light device "heat lamp" (HCPCS E0200), to the "neck"
      Then a critical card "IR-RF-MOTOR" is shown

      Examples:
        | weakness                                          | days |
        | "Foot drop, unspecified foot" (ICD-10-CM M21.379) | 0    |
        | "Foot drop, left foot" (ICD-10-CM M21.372)        | 29   |
        | "Guillain-Barre syndrome" (ICD-10-CM G61.0)       | 30   |
        | "Muscle weakness of limb" (SNOMED 713514005)      | 10   |

    Scenario Outline: The strength of one muscle falls from <first> to <then>
      Given his "Muscle strength, right ankle dorsiflexion" is "<first>", 40 days ago
      And his "Muscle strength, right ankle dorsiflexion" is "<then>", 2 days ago
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then a critical card "IR-RF-MOTOR" is shown
      And the card "IR-RF-MOTOR" says "<then>, was <first>"
      And the card "IR-RF-MOTOR" matched "Muscle strength, right ankle dorsiflexion" by name

      Examples:
        | first | then |
        | 5/5   | 4/5  |
        | 4/5   | 4-/5 |
        | 5/5   | 3/5  |

    Scenario: Strength as a number
      Given his "Motor power, left hip flexion" is 5 {score}, 20 days ago
      And his "Motor power, left hip flexion" is 3 {score}, 1 day ago
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then a critical card "IR-RF-MOTOR" is shown

    Scenario Outline: Two strengths at the edge of their windows: <first> and <then> days ago
      Given his "Muscle strength, right foot" is "5/5", <first> days ago
      And his "Muscle strength, right foot" is "4/5", <then> days ago
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then a critical card "IR-RF-MOTOR" is shown

      Examples:
        | first | then |
        | 120   | 30   |
        | 119   | 30   |
        | 90    | 0    |

    Scenario: The problem list was not loaded, but the strength fell
      Given the conditions were not loaded
      And his "Muscle strength, right foot" is "5/5", 30 days ago
      And his "Muscle strength, right foot" is "3/5", 2 days ago
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then a critical card "IR-RF-MOTOR" is shown

  Rule: A warning where nobody wrote when it began, or nobody is sure

    Scenario Outline: A foot drop <when>
      Given he has "Foot drop, right foot" (ICD-10-CM M21.371), <when>
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-MOTOR" speaks as warning
      And the summary of the card "IR-RF-MOTOR" says "onset unknown"

      Examples:
        | when                 |
        | recorded today       |
        | recorded 30 days ago |
        | without a date       |

    Scenario: Only suspected
      Given he has "Guillain-Barre syndrome" (ICD-10-CM G61.0), since 3 days ago, differential
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-MOTOR" speaks as warning
      And the card "IR-RF-MOTOR" says "the entry is differential"

  Rule: An opened chart shows it as a warning beside back or leg pain

    Scenario Outline: Foot drop and back pain, <when>
      Given he has "Foot drop, right foot" (ICD-10-CM M21.371), <when>
      And he has "Low back pain, unspecified" (ICD-10-CM M54.50)
      When the clinician opens the chart
      Then rule "IR-RF-MOTOR" speaks as warning
      And the summary of the card "IR-RF-MOTOR" says "<urgency>"

      Examples:
        | when                | urgency                    |
        | since 7 days ago    | review now                 |
        | recorded 7 days ago | find out whether it is new |

    Scenario: Without back or leg pain the chart stays quiet
      Given he has "Foot drop, right foot" (ICD-10-CM M21.371), since 7 days ago
      When the clinician opens the chart
      Then rule "IR-RF-MOTOR" stays silent

    Scenario: No light is suggested beside it
      Given he has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And he had "supervised exercise programme", 3 months ago
      And he has "Foot drop, right foot" (ICD-10-CM M21.371), since 7 days ago
      When the clinician opens the chart
      Then rule "IR-RF-MOTOR" speaks as warning
      And rule "IR-EL-CLBP" stays silent

  Rule: Silent for what is old, stable, regained or the other side's

    Scenario Outline: A foot drop that is no red flag: <when>
      Given he has "Foot drop, right foot" (ICD-10-CM M21.371), <when>
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-MOTOR" stays silent

      Examples:
        | when                               |
        | since 31 days ago                  |
        | since 10 years ago, recorded today |
        | recorded 31 days ago               |
        | resolved                           |
        | inactive                           |
        | since 7 days ago, refuted          |
        | entered in error                   |
        | until 2 days ago                   |

    Scenario Outline: Strength <first> on the <one>, then <then> on the <other>
      Given his "Muscle strength, <one> foot" is "<first>", 20 days ago
      And his "Muscle strength, <other> foot" is "<then>", 2 days ago
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-MOTOR" stays silent

      Examples:
        | one   | first | other | then |
        | left  | 5/5   | right | 3/5  |
        | right | 3/5   | right | 3/5  |
        | right | 3/5   | right | 5/5  |

    Scenario Outline: Two strengths beyond their windows: <first> and <then> days ago
      Given his "Muscle strength, right foot" is "5/5", <first> days ago
      And his "Muscle strength, right foot" is "4/5", <then> days ago
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-MOTOR" stays silent

      Examples:
        | first | then |
        | 121   | 30   |
        | 60    | 31   |
        | 91    | 0    |

    Scenario Outline: <problem> is another thing
      Given he has <problem>, since 7 days ago
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-MOTOR" stays silent

      Examples:
        | problem                                            |
        | "Sequelae of poliomyelitis" (ICD-10-CM B91)        |
        | "Muscle weakness (generalized)" (ICD-10-CM M62.81) |
        | "Wrist drop, right wrist" (ICD-10-CM M21.331)      |

    Scenario: The mother's
      Given his mother has "Guillain-Barre syndrome" (ICD-10-CM G61.0)
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-MOTOR" stays silent

  Rule: What is not known is said

    Scenario Outline: The <kind> were not loaded
      Given the <kind> were not loaded
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-MOTOR" is not evaluated because "<what>" is missing

      Examples:
        | kind         | what        |
        | conditions   | Condition   |
        | observations | Observation |

    Scenario: A strength that nobody can read against the last one
      Given his "Muscle strength, right foot" is "5/5", 20 days ago
      And his "Muscle strength, right foot" is "weaker", 2 days ago
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-MOTOR" is not evaluated because "the value of Observation" is missing
