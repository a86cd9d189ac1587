@IR-CI-DVT
Feature: Light over an acute deep vein thrombosis
  Light and heat stay away from a clot of the last 90 days. The other leg, an old clot and a superficial one give no card.

  Background:
    Given the service date is 2026-11-20
    And a 55-year-old man

  Rule: A fresh clot in the treated limb is a warning

    Scenario: A clot of the left calf, light to the left leg
      Given he has "Acute embolism and thrombosis of left tibial vein" (ICD-10-CM I82.442), since 20 days ago
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left lower leg"
      Then rule "IR-CI-DVT" speaks as warning
      And the card "IR-CI-DVT" says "defer light therapy to that limb"
      And the card "IR-CI-DVT" rests on "Acute embolism and thrombosis of left tibial vein"
      And the card "IR-CI-DVT" offers "Ask for vascular advice"
      And the card "IR-CI-DVT" does not offer to remove the order
      And the card "IR-CI-DVT" may be overridden because "treated-three-months"
      And the card "IR-CI-DVT" may be overridden because "distant-site-no-heat"
      And the card "IR-CI-DVT" cites evidence "LIGHT-PRACTICE"

    Scenario Outline: <clot>, light <where>
      Given he has <clot>, since 20 days ago
      When the clinician selects an order for the light device "NIR LED" (light-therapy pbm-led-nir)<where>
      Then rule "IR-CI-DVT" speaks as warning

      Examples:
        | clot                                                                                             | where                    |
        | "Acute embolism and thrombosis of left femoral vein" (ICD-10-CM I82.412)                         |                          |
        | "Acute embolism and thrombosis of unspecified deep veins of lower extremity" (ICD-10-CM I82.409) | , to the "right knee"    |
        | "Deep venous thrombosis" (SNOMED 128053003)                                                      | , to the "left leg"      |
        | "Acute deep venous thrombosis" (SNOMED 132281000119108), of the "left leg"                       | , to the "left foot"     |
        | "Acute deep venous thrombosis" (SNOMED 132281000119108)                                          | , to the "left shoulder" |

    Scenario Outline: Begun <days> days ago
      Given he has "Acute embolism and thrombosis of left tibial vein" (ICD-10-CM I82.442), since <days> days ago
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left lower leg"
      Then rule "IR-CI-DVT" <says>

      Examples:
        | days | says              |
        | 0    | speaks as warning |
        | 89   | speaks as warning |
        | 90   | speaks as warning |
        | 91   | stays silent      |

    Scenario Outline: A diagnosis of a visit without an onset, recorded <days> days ago
      Given he has "Acute embolism and thrombosis of left tibial vein" (ICD-10-CM I82.442), as an encounter diagnosis, without a status, recorded <days> days ago
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left lower leg"
      Then rule "IR-CI-DVT" <says>

      Examples:
        | days | says              |
        | 30   | speaks as warning |
        | 90   | speaks as warning |

    Scenario Outline: <clot> without any date
      Given he has <clot>, without a date
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left lower leg"
      Then rule "IR-CI-DVT" speaks as warning
      And the card "IR-CI-DVT" says "date unknown"

      Examples:
        | clot                                                                    |
        | "Acute embolism and thrombosis of left tibial vein" (ICD-10-CM I82.442) |
        | "Deep venous thrombosis" (SNOMED 128053003)                             |

    Scenario: It keeps the note on light for neuropathy away
      Given he has "Deep venous thrombosis" (SNOMED 128053003), since 20 days ago
      When the clinician selects an order for the light device "NIR LED" (light-therapy pbm-led-nir), to the "left foot", for "Polyneuropathy, unspecified" (ICD-10-CM G62.9)
      Then rule "IR-CI-DVT" speaks as warning
      And rule "IR-EL-DPN" stays silent

    Scenario: Provisional
      Given he has "Deep venous thrombosis" (SNOMED 128053003), since 20 days ago, provisional
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left lower leg"
      Then rule "IR-CI-DVT" speaks as info
      And the card "IR-CI-DVT" says "the entry is provisional"

  Rule: Silent on the other leg, away from the limbs, and for what is no fresh deep clot

    Scenario Outline: <clot>, light to the <site>
      Given he has <clot>, since 20 days ago
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "<site>"
      Then rule "IR-CI-DVT" stays silent

      Examples:
        | clot                                                                                               | site            |
        | "Acute embolism and thrombosis of left tibial vein" (ICD-10-CM I82.442)                            | right lower leg |
        | "Acute embolism and thrombosis of left tibial vein" (ICD-10-CM I82.442)                            | left hand       |
        | "Acute embolism and thrombosis of left tibial vein" (ICD-10-CM I82.442)                            | low back        |
        | "Deep venous thrombosis" (SNOMED 128053003)                                                        | neck            |
        | "Deep venous thrombosis" (SNOMED 128053003), resolved                                              | left leg        |
        | "Deep venous thrombosis" (SNOMED 128053003), inactive                                              | left leg        |
        | "Deep venous thrombosis" (SNOMED 128053003), refuted                                               | left leg        |
        | "Deep venous thrombosis" (SNOMED 128053003), entered in error                                      | left leg        |
        | "Chronic embolism and thrombosis of left tibial vein" (ICD-10-CM I82.542)                          | left leg        |
        | "Personal history of other venous thrombosis and embolism" (ICD-10-CM Z86.718)                     | left leg        |
        | "Phlebitis and thrombophlebitis of superficial vessels of left lower extremity" (ICD-10-CM I80.02) | left leg        |

    Scenario: His mother's
      Given his mother has "Deep venous thrombosis" (SNOMED 128053003)
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left leg"
      Then rule "IR-CI-DVT" stays silent

    Scenario: An old clot that was written down today
      Given he has "Deep venous thrombosis" (SNOMED 128053003), since 4 years ago, recorded today
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left leg"
      Then rule "IR-CI-DVT" stays silent

  Rule: What is not known is said

    Scenario: The problem list was not loaded
      Given the conditions were not loaded
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left leg"
      Then rule "IR-CI-DVT" is not evaluated because "Condition" is missing

    Scenario: Without a status, recorded long ago
      Given he has "Acute embolism and thrombosis of left tibial vein" (ICD-10-CM I82.442), since 80 days ago, recorded 80 days ago, without a status
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left lower leg"
      Then rule "IR-CI-DVT" is not evaluated because "the status of Condition" is missing
