@IR-EL-KETAMINE
Feature: Light together with ketamine
  No trial of the pair was found. A patient who is dissociated or sedated cannot report a burn, so heat stays out of the
  recovery window; light without heat is a note, and ketamine on the skin is none of this.

  Background:
    Given the service date is 2026-11-20 at 09:00
    And a 38-year-old woman

  Rule: Heat near ketamine is a warning

    Scenario: A heat lamp three hours after an infusion
      Given she was given "ketamine" (RxNorm 6130), intravenous, 3 hours ago
      When the clinician signs an order for the light treatment "heat lamp" (HCPCS E0200), to the "low back"
      Then a warning card "IR-EL-KETAMINE" is shown
      And the card "IR-EL-KETAMINE" says "cannot report a burn"
      And the card "IR-EL-KETAMINE" says "outside the recovery window"
      And the card "IR-EL-KETAMINE" says "no reason to stop it"
      And the card "IR-EL-KETAMINE" offers "Note on the order: no heat device within 24 hours after ketamine"
      And the card "IR-EL-KETAMINE" offers to change "heat lamp"
      And the card "IR-EL-KETAMINE" offers to order "Exchange of the heat-emitting light device for one that does not heat"
      And the card "IR-EL-KETAMINE" does not say "instead of ketamine"
      And the card "IR-EL-KETAMINE" rests on "ketamine"
      And the card "IR-EL-KETAMINE" cites evidence "RED-LIGHT-KETAMINE"
      And the card "IR-EL-KETAMINE" may be overridden because "led-without-heat"

    Scenario Outline: <light> heats, or may
      Given she was given "esketamine" (RxNorm 2119365), nasal, 3 hours ago
      When the clinician signs an order for the light treatment <light>
      Then rule "IR-EL-KETAMINE" speaks as warning

      Examples:
        | light                                                       |
        | "infrared therapy", to the "low back"                       |
        | "class IV laser" (light-therapy laser-class4)               |
        | "infrared heating pad" (HCPCS E0221)                        |
        | "near-infrared LED" (light-therapy pbm-led-nir), heating    |
        | "laser therapy", with a mean power of 0.5 W, not heating    |

    Scenario Outline: An infusion <when>
      Given she was given "ketamine" (RxNorm 6130), intravenous, <when>
      When the clinician signs an order for the light treatment "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-EL-KETAMINE" speaks as <indicator>

      Examples:
        | when         | indicator |
        | 23 hours ago | warning   |
        | 24 hours ago | warning   |
        | 25 hours ago | info      |

    Scenario Outline: An order that runs counts as exposure: <order>
      Given a running order for <order>
      When the clinician signs an order for the light treatment "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-EL-KETAMINE" speaks as warning

      Examples:
        | order                                                    |
        | "ketamine troche 50 mg", oral, for the community         |
        | "esketamine 28 MG nasal spray" (RxNorm 2119365), nasal   |

    Scenario: Ketamine and a heat lamp in the same request
      Given an order for "ketamine" (RxNorm 6130), intravenous, 0.5 mg/kg, over 40 minutes
      And an order for the light treatment "heat lamp" (HCPCS E0200), to the "low back"
      When the clinician signs the orders
      Then rule "IR-EL-KETAMINE" speaks as warning
      And the card "IR-EL-KETAMINE" is about the order for "heat lamp"

    Scenario: The other way round, a heating pad at home and ketamine now
      Given a running order for the light device "infrared heating pad" (HCPCS E0221), to the "low back"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 0.5 mg/kg, over 40 minutes
      Then rule "IR-EL-KETAMINE" speaks as warning
      And the card "IR-EL-KETAMINE" is about the order for "ketamine"
      And the card "IR-EL-KETAMINE" does not offer to remove the order

  Rule: Light without heat is a note

    Scenario: The dual red and near-infrared device, ordered for use beside ketamine
      Given a running order for "esketamine" (RxNorm 2119365), nasal
      When the clinician selects an order for the light device "home panel" (light-therapy pbm-dual-650-850), to the "low back"
      Then rule "IR-EL-KETAMINE" speaks as info
      And the card "IR-EL-KETAMINE" says "no trial of light with ketamine was found"
      And the card "IR-EL-KETAMINE" says "of 650 and 850 nm or other"
      And the card "IR-EL-KETAMINE" says "Certainty: very low"
      And the card "IR-EL-KETAMINE" says "stop without a meaningful change by three to four weeks"
      And the card "IR-EL-KETAMINE" says "talk about the cost first"
      And the card "IR-EL-KETAMINE" cites evidence "LIGHT-OPTICS"
      And the card "IR-EL-KETAMINE" does not say "synergy"

    Scenario Outline: The last infusion was <when>
      Given she was given "ketamine" (RxNorm 6130), intravenous, <when>
      When the clinician signs an order for the light device "home panel" (light-therapy pbm-dual-650-850), to the "low back"
      Then rule "IR-EL-KETAMINE" speaks as info

      Examples:
        | when                  |
        | 3 hours ago           |
        | on the day 6 days ago |
        | on the day 7 days ago |

    Scenario Outline: Long enough ago, or never: <exposure>
      Given she <exposure>
      When the clinician signs an order for the light treatment "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-EL-KETAMINE" stays silent

      Examples:
        | exposure                                                                              |
        | was given "ketamine" (RxNorm 6130), intravenous, on the day 8 days ago                |
        | was given "ketamine" (RxNorm 6130), intravenous, 3 hours ago, not given               |
        | was given "ketamine" (RxNorm 6130), intravenous, 3 hours ago, entered in error        |
        | takes "ketamine" (RxNorm 6130), intravenous, as a plan                                |
        | takes "ketamine" (RxNorm 6130), intravenous, cancelled                                |
        | takes "ketamine 10 % gel" (RxNorm 6130), topical                                      |
        | takes "ketotifen" (RxNorm 6146), oral                                                 |

    Scenario: Ketamine of another patient
      Given she takes "ketamine" (RxNorm 6130), oral, of another patient
      When the clinician signs an order for the light treatment "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-EL-KETAMINE" is not evaluated because "MedicationRequest" is missing

    Scenario: A contraindication takes the place of the note
      Given a running order for "esketamine" (RxNorm 2119365), nasal
      And she was given "porfimer sodium" (RxNorm 333848), on the day 7 days ago
      When the clinician signs an order for the light device "home panel" (light-therapy pbm-dual-650-850), to the "low back"
      Then a critical card "IR-CI-PDT-WINDOW" is shown
      And rule "IR-EL-KETAMINE" stays silent

    Scenario: Goggles beside ketamine are no light
      Given a running order for "ketamine" (RxNorm 6130), oral
      When the clinician signs an order for the light device "laser safety goggles"
      Then rule "IR-EL-KETAMINE" stays silent

  Rule: What is not known is said

    Scenario: The medication administrations were not loaded
      Given the medication administrations were not loaded
      When the clinician signs an order for the light treatment "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-EL-KETAMINE" is not evaluated because "MedicationAdministration" is missing
