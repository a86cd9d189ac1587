@IR-MD-PREG
Feature: Pregnancy not asked about before heat to the trunk
  Heat to a pregnant trunk can be avoided, so the question comes first. A negative test or the status of the last 30 days
  answers it; a possible pregnancy does not.

  Background:
    Given the service date is 2026-11-20

  Rule: Where pregnancy is possible and heat goes to the trunk, it asks

    Scenario: A heat lamp for the low back, nobody asked
      Given a 31-year-old woman
      When the clinician selects an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-MD-PREG" speaks as info
      And the card "IR-MD-PREG" says "no pregnancy status within 30 days"
      And the card "IR-MD-PREG" rests on "the patient"
      And the card "IR-MD-PREG" offers to order (LOINC 2106-3)
      And the card "IR-MD-PREG" offers "Record the pregnancy status"
      And the card "IR-MD-PREG" does not offer to remove the order
      And the card "IR-MD-PREG" may be overridden because "not-applicable"
      And the card "IR-MD-PREG" cites evidence "PREG-LIGHT-INFERENCE"

    Scenario Outline: A <device>, to the <site>
      Given a 31-year-old woman
      When the clinician selects an order for the light treatment <device>, to the "<site>"
      Then rule "IR-MD-PREG" speaks as info

      Examples:
        | device                                                    | site     |
        | "infrared therapy"                                        | abdomen  |
        | "laser"                                                   | pelvis   |
        | "class 4 laser" (light-therapy laser-class4), not heating | low back |
        | "infrared lamp" (CPT 97026)                               | back     |

    Scenario: A heating pad that may go anywhere
      Given a 31-year-old woman
      When the clinician selects an order for the light device "infrared heating pad" (HCPCS E0221)
      Then rule "IR-MD-PREG" speaks as info

    Scenario Outline: A <age>-year-old
      Given a <age>-year-old woman
      When the clinician selects an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-MD-PREG" <says>

      Examples: from 12 to 55 years
        | age | says           |
        | 11  | stays silent   |
        | 12  | speaks as info |
        | 13  | speaks as info |
        | 54  | speaks as info |
        | 55  | speaks as info |
        | 56  | stays silent   |

    Scenario Outline: <who>
      Given <who>
      When the clinician selects an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-MD-PREG" <says>

      Examples:
        | who                                     | says           |
        | a 31-year-old patient of unknown gender | speaks as info |
        | a 31-year-old patient of another gender | speaks as info |
        | a 31-year-old patient                   | speaks as info |
        | a 31-year-old man                       | stays silent   |

    Scenario: A transgender man, female at birth
      Given a 31-year-old man
      And his sex at birth is female
      When the clinician selects an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-MD-PREG" speaks as info

    Scenario Outline: No answer: <fact>
      Given a 31-year-old woman
      And <fact>
      When the clinician selects an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-MD-PREG" speaks as info

      Examples:
        | fact                                                                                                    |
        | she has "Possible pregnancy" (SNOMED 146799005)                                                         |
        | her "Pregnancy status" (LOINC 82810-3) is "Possible pregnancy" (SNOMED 146799005), 2 days ago           |
        | her "Pregnancy status" (LOINC 82810-3) is "Not pregnant" (SNOMED 60001007), 2 days ago, without a value |
        | her pregnancy status is not pregnant, 31 days ago                                                       |
        | her urine pregnancy test is negative, 31 days ago                                                       |
        | her urine pregnancy test is negative, 2 days ago, preliminary                                           |
        | her urine pregnancy test is negative, 2 days ago, entered in error                                      |
        | she has "Single live birth" (ICD-10-CM Z37.0), recorded 31 days ago                                     |

  Rule: Silent once it was answered, where it cannot be, and where heat does not go to the trunk

    Scenario Outline: Answered: <fact>
      Given a 31-year-old woman
      And <fact>
      When the clinician selects an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-MD-PREG" stays silent

      Examples:
        | fact                                                                                            |
        | her pregnancy status is not pregnant, 30 days ago                                               |
        | her pregnancy status is not pregnant, 1 day ago                                                 |
        | her urine pregnancy test is negative, 30 days ago                                               |
        | her serum pregnancy test is negative, 2 days ago                                                |
        | she has "Single live birth" (ICD-10-CM Z37.0), recorded 30 days ago                             |
        | she has "Acquired absence of both cervix and uterus" (ICD-10-CM Z90.710), recorded 20 years ago |
        | she had "Hysterectomy" (SNOMED 236886002), 20 years ago                                         |

    Scenario: Pregnant already: the contraindication speaks instead
      Given a 31-year-old woman
      And her pregnancy status is pregnant, 2 days ago
      When the clinician selects an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-MD-PREG" stays silent
      And a critical card "IR-CI-PREG" is shown

    Scenario Outline: A <device> for the <site>
      Given a 31-year-old woman
      When the clinician selects an order for the light treatment <device>, to the "<site>"
      Then rule "IR-MD-PREG" stays silent

      Examples:
        | device                                   | site      |
        | "infrared lamp" (CPT 97026)              | left foot |
        | "infrared lamp" (CPT 97026)              | neck      |
        | "infrared lamp" (CPT 97026)              | chest     |
        | "NIR LED" (light-therapy pbm-led-nir)    | low back  |
        | "infrared lamp" (CPT 97026), not heating | low back  |

    Scenario: At signature it does not ask again
      Given a 31-year-old woman
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then no card mentions "IR-MD-PREG"

  Rule: What is not known is said

    Scenario Outline: Nobody can tell the age: <who>
      Given <who>
      When the clinician selects an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-MD-PREG" is not evaluated because "Patient birthDate" is missing

      Examples:
        | who                          |
        | a woman born in 1970         |
        | a woman without a birth date |

    Scenario: Observations were not loaded: it asks, and says so
      Given a 31-year-old woman
      And the observations were not loaded
      When the clinician selects an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-MD-PREG" speaks as info
      And the card "IR-MD-PREG" says "Said although not known"
