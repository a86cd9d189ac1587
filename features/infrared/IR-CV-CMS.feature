@IR-CV-CMS
Feature: Medicare does not pay infrared for neuropathy or wounds
  The patient learns of the cost before the order is signed. Medicare is what the coverage says, never what the age
  suggests; low back pain is outside the policy.

  Background:
    Given the service date is 2026-11-20
    And a 71-year-old man

  Rule: A warning where Medicare pays first

    Scenario: An infrared pad for neuropathy
      Given he is covered by "Medicare", as the first payer
      When the clinician signs an order for the light device "infrared heating pad" (HCPCS E0221), to the "both feet", for "Type 2 diabetes mellitus with diabetic polyneuropathy" (ICD-10-CM E11.42)
      Then rule "IR-CV-CMS" speaks as warning
      And the card "IR-CV-CMS" says "Medicare does not cover infrared devices for neuropathy or wounds (NCD 270.6)"
      And the card "IR-CV-CMS" says "ABN type"
      And the card "IR-CV-CMS" offers to remove the order for "infrared heating pad"
      And the card "IR-CV-CMS" offers to change "infrared heating pad"
      And the card "IR-CV-CMS" rests on "Medicare"
      And the card "IR-CV-CMS" matched "Medicare" by name
      And the card "IR-CV-CMS" cites evidence "NCD-270-6"
      And the card "IR-CV-CMS" may be overridden because "self-paying-informed"
      And the card "IR-CV-CMS" may be overridden because "medicare-advantage-differs"

    Scenario Outline: <code>, for <reason>
      Given he is covered by "Medicare"
      When the clinician signs an order for the light treatment "infrared" (<code>), for <reason>
      Then rule "IR-CV-CMS" speaks as warning

      Examples:
        | code        | reason                                                           |
        | HCPCS E0221 | "Polyneuropathy, unspecified" (ICD-10-CM G62.9)                  |
        | HCPCS A4639 | "Neuropathy due to diabetes mellitus" (SNOMED 230572002)         |
        | CPT 97026   | "Non-pressure chronic ulcer of left heel" (ICD-10-CM L97.429)    |
        | CPT 97026   | "Pressure ulcer of sacral region" (ICD-10-CM L89.159)            |
        | CPT 97026   | "Type 2 diabetes mellitus with foot ulcer" (ICD-10-CM E11.621)   |

    Scenario Outline: Medicare is said by the <where>
      Given he is covered by <coverage>
      When the clinician signs an order for the light device "infrared heating pad" (HCPCS E0221), for "Polyneuropathy, unspecified" (ICD-10-CM G62.9)
      Then rule "IR-CV-CMS" speaks as warning

      Examples:
        | where | coverage                                                         |
        | payor | "CMS - MEDICARE PART B", as the first payer                      |
        | type  | "Noridian", of the type "Medicare"                               |
        | plan  | "Noridian", with the plan "Original Medicare"                    |
        | payor | "Medicare", since 5 years ago                                    |
        | payor | "Medicare", until 2 months from now                              |

  Rule: A note where it may differ

    Scenario Outline: Medicare, but <what>
      Given he is covered by <coverage>
      When the clinician signs an order for the light device "infrared heating pad" (HCPCS E0221), for "Polyneuropathy, unspecified" (ICD-10-CM G62.9)
      Then rule "IR-CV-CMS" speaks as info
      And the card "IR-CV-CMS" says "may differ"

      Examples:
        | what           | coverage                                             |
        | pays second    | "Medicare", as the second payer                      |
        | Advantage      | "Humana", with the plan "Medicare Advantage Gold"    |
        | Part C         | "Medicare Part C"                                    |

    Scenario Outline: <order> is not the pad of the policy
      Given he is covered by "Medicare"
      When the clinician signs an order for the light treatment <order>, for "Polyneuropathy, unspecified" (ICD-10-CM G62.9)
      Then rule "IR-CV-CMS" speaks as info

      Examples:
        | order                               |
        | "low-level laser" (HCPCS S8948)     |
        | "laser with heat" (CPT 0552T)       |
        | "heat lamp" (HCPCS E0200)           |
        | "heat lamp on a stand" (HCPCS E0205) |
        | "infrared irradiation" (SNOMED 182655007) |

    Scenario: Two coverages, and nobody says which pays first
      Given he is covered by "Medicare"
      And he is covered by "Blue Cross"
      When the clinician signs an order for the light device "infrared heating pad" (HCPCS E0221), for "Polyneuropathy, unspecified" (ICD-10-CM G62.9)
      Then rule "IR-CV-CMS" speaks as info
      And the card "IR-CV-CMS" says "could make this stronger: the order of Coverage"

    Scenario: Medicare first, a supplement second
      Given he is covered by "Medicare", as the first payer
      And he is covered by "Medigap plan F", as the second payer
      When the clinician signs an order for the light device "infrared heating pad" (HCPCS E0221), for "Polyneuropathy, unspecified" (ICD-10-CM G62.9)
      Then rule "IR-CV-CMS" speaks as warning

  Rule: Silent where Medicare or the policy does not apply

    Scenario: Old enough, and no coverage on record
      When the clinician signs an order for the light device "infrared heating pad" (HCPCS E0221), for "Polyneuropathy, unspecified" (ICD-10-CM G62.9)
      Then rule "IR-CV-CMS" stays silent

    Scenario Outline: <coverage> is not Medicare today
      Given he is covered by <coverage>
      When the clinician signs an order for the light device "infrared heating pad" (HCPCS E0221), for "Polyneuropathy, unspecified" (ICD-10-CM G62.9)
      Then rule "IR-CV-CMS" stays silent

      Examples:
        | coverage                                   |
        | "Medicaid"                                 |
        | "Blue Cross"                               |
        | "non-Medicare employer plan"               |
        | "Mutual of Omaha Medicare Supplement"      |
        | "Medicare Part D"                          |
        | "Medicare", cancelled                      |
        | "Medicare", a draft                        |
        | "Medicare", entered in error               |
        | "Medicare", until on the day 1 days ago    |
        | "Medicare", since 2 months from now        |

    Scenario Outline: <reason> is outside the policy
      Given he is covered by "Medicare"
      When the clinician signs an order for the light device "infrared heating pad" (HCPCS E0221), for <reason>
      Then rule "IR-CV-CMS" stays silent

      Examples:
        | reason                                                                          |
        | "Other low back pain" (ICD-10-CM M54.59)                                        |
        | "Chronic low back pain" (SNOMED 278860009)                                      |
        | "Type 2 diabetes mellitus with diabetic autonomic neuropathy" (ICD-10-CM E11.43) |
        | "Type 2 diabetes mellitus with diabetic mononeuropathy" (ICD-10-CM E11.41)      |
        | "Osteoarthritis of knee, unspecified" (ICD-10-CM M17.9)                         |

    Scenario Outline: <order> is no item of the policy
      Given he is covered by "Medicare"
      When the clinician signs an order for the light device <order>, for "Polyneuropathy, unspecified" (ICD-10-CM G62.9)
      Then rule "IR-CV-CMS" stays silent

      Examples:
        | order                                         |
        | "red LED" (light-therapy pbm-led-red)         |
        | "dual panel" (light-therapy pbm-dual-650-850) |

    Scenario: A coverage of another patient
      Given he is covered by "Medicare", of another patient
      When the clinician signs an order for the light device "infrared heating pad" (HCPCS E0221), for "Polyneuropathy, unspecified" (ICD-10-CM G62.9)
      Then rule "IR-CV-CMS" is not evaluated because "Coverage" is missing
      And the data quality notes mention "names another patient"

  Rule: What is not known is said

    Scenario: The coverages were not loaded
      Given the coverages were not loaded
      When the clinician signs an order for the light device "infrared heating pad" (HCPCS E0221), for "Polyneuropathy, unspecified" (ICD-10-CM G62.9)
      Then rule "IR-CV-CMS" is not evaluated because "Coverage" is missing

    Scenario: A coverage that does not say who the payor is
      Given he is covered by "Medicare", by a reference that leads nowhere
      When the clinician signs an order for the light device "infrared heating pad" (HCPCS E0221), for "Polyneuropathy, unspecified" (ICD-10-CM G62.9)
      Then rule "IR-CV-CMS" is not evaluated because "the payor of Coverage" is missing

    Scenario: The order gives no reason
      Given he is covered by "Medicare"
      When the clinician signs an order for the light device "infrared heating pad" (HCPCS E0221), to the "both feet"
      Then rule "IR-CV-CMS" is not evaluated because "the reason" is missing
