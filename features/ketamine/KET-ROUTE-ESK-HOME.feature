@KET-ROUTE-ESK-HOME
Feature: Esketamine outside a certified site
  Esketamine spray is given only where somebody certified watches for two hours; it is never taken home. Category and
  visit decide first, then what is dispensed and by whom; an order that tells nothing is a question, not an accusation.

  Background:
    Given the service date is 2026-11-20
    And a 45-year-old woman

  Rule: Meant for home

    Scenario: For the community
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 56 mg, for the community
      Then rule "KET-ROUTE-ESK-HOME" speaks as critical
      And the summary of the card "KET-ROUTE-ESK-HOME" says "esketamine meant for home"
      And the card "KET-ROUTE-ESK-HOME" says "never handed out to take home"
      And the card "KET-ROUTE-ESK-HOME" rests on "esketamine"
      And the card "KET-ROUTE-ESK-HOME" is about the order for "esketamine"
      And the card "KET-ROUTE-ESK-HOME" offers to remove the order for "esketamine"
      And the card "KET-ROUTE-ESK-HOME" offers "Refer to a certified esketamine site"
      And the card "KET-ROUTE-ESK-HOME" offers to order (HCPCS G2082)
      And the card "KET-ROUTE-ESK-HOME" offers to order (HCPCS G2083)
      And the card "KET-ROUTE-ESK-HOME" may be overridden because "resolved-or-wrong-entry"
      And the card "KET-ROUTE-ESK-HOME" may be overridden because "trial-protocol"
      And the card "KET-ROUTE-ESK-HOME" cites evidence "E15"
      And the card "KET-ROUTE-ESK-HOME" cites evidence "E43"

    Scenario Outline: <how>
      When the clinician selects an order for <drug>, nasal, <how>
      Then rule "KET-ROUTE-ESK-HOME" speaks as critical

      Examples:
        | drug                              | how                                           |
        | "esketamine" (RxNorm 2119365)     | for the discharge                              |
        | "Spravato 84 mg dose kit"         | for the community                             |
        | "esketamine" (ATC N06AX27)        | for the community                             |
        | "S-ketamine nasal spray"          | for the community                             |
        | "esketamine" (RxNorm 2119365)     | 84 mg, with 3 refills                         |
        | "esketamine" (RxNorm 2119365)     | 84 mg, with a supply of 3 {device}            |
        | "esketamine" (RxNorm 2119365)     | 84 mg, with a supply of 24 devices            |
        | "esketamine" (RxNorm 2119365)     | 84 mg, dispensed by "Main Street Retail Pharmacy" |
        | "esketamine" (RxNorm 2119365)     | 84 mg, dispensed by "community pharmacy"      |
        | "esketamine" (RxNorm 2119365)     | 84 mg, dispensed by "Acme Mail Order Pharmacy" |

    Scenario Outline: At a <class> visit
      Given the visit is a <class> visit
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 84 mg
      Then rule "KET-ROUTE-ESK-HOME" speaks as critical

      Examples:
        | class   |
        | home    |
        | virtual |

    Scenario Outline: <supply> dispensed at a clinic visit for a dose of <dose>
      Given the visit is an ambulatory visit
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, <dose>, with a supply of <supply>
      Then rule "KET-ROUTE-ESK-HOME" <says>

      Examples: what one session needs stays at the clinic; more goes home
        | dose       | supply     | says               |
        | 84 mg      | 3 {device} | stays silent       |
        | 84 mg      | 4 {device} | speaks as critical |
        | 56 mg      | 2 {device} | stays silent       |
        | 56 mg      | 3 {device} | speaks as critical |
        | 3 {device} | 3 {device} | stays silent       |
        | 3 {device} | 8 {device} | speaks as critical |

    Scenario Outline: One device is no supply for home, two are: <supply>
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 56 mg, with a supply of <supply>
      Then rule "KET-ROUTE-ESK-HOME" speaks as <indicator>

      Examples:
        | supply     | indicator |
        | 1 {device} | warning   |
        | 2 {device} | critical  |

  Rule: It contradicts itself

    Scenario Outline: A supervised order that goes to a community pharmacy
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 84 mg, <category>, dispensed by "Main Street Retail Pharmacy"
      Then rule "KET-ROUTE-ESK-HOME" speaks as warning
      And the summary of the card "KET-ROUTE-ESK-HOME" says "which is right?"
      And the card "KET-ROUTE-ESK-HOME" does not offer to remove the order

      Examples:
        | category          |
        | for an outpatient |
        | for an inpatient  |

    Scenario: At a clinic visit
      Given the visit is an ambulatory visit
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 84 mg, dispensed by "Main Street Retail Pharmacy"
      Then rule "KET-ROUTE-ESK-HOME" speaks as warning

  Rule: Nobody knows where: the card asks

    Scenario: No category, no visit, nobody named
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 56 mg
      Then rule "KET-ROUTE-ESK-HOME" speaks as warning
      And the summary of the card "KET-ROUTE-ESK-HOME" says "does not say where it will be given"
      And the card "KET-ROUTE-ESK-HOME" does not offer to remove the order
      And the card "KET-ROUTE-ESK-HOME" offers "Refer to a certified esketamine site"

    Scenario Outline: Somebody is named who tells nothing: <who>
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 56 mg, <who>
      Then rule "KET-ROUTE-ESK-HOME" speaks as warning

      Examples:
        | who                                   |
        | dispensed by "Fairview Specialty"     |
        | given by "Ada Lovelace"               |
        | dispensed by "community health trust" |

    Scenario: A clinic visit does not tell how a spray of no route is given
      Given the visit is an ambulatory visit
      When the clinician signs an order for "esketamine" (RxNorm 2119365), 56 mg
      Then rule "KET-ROUTE-ESK-HOME" speaks as warning

    Scenario: The visit was not loaded
      Given the encounter were not loaded
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 56 mg
      Then rule "KET-ROUTE-ESK-HOME" speaks as warning

  Rule: Supervised

    Scenario Outline: <order>
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 84 mg, <order>
      Then rule "KET-ROUTE-ESK-HOME" stays silent

      Examples:
        | order                                              |
        | for an outpatient                                  |
        | for an inpatient                                   |
        | for an outpatient, with 3 refills                  |
        | for an outpatient, with a supply of 24 devices     |
        | given by "Northside REMS certified center"         |
        | dispensed by "Pharmacy of the REMS certified site" |

    Scenario Outline: At a visit that is <class>
      Given the visit is an <class> visit
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 84 mg
      Then rule "KET-ROUTE-ESK-HOME" stays silent

      Examples:
        | class      |
        | ambulatory |
        | inpatient  |
        | emergency  |

    Scenario Outline: The billing code of a monitored visit: <code>
      When the clinician signs an order for the service "esketamine visit" (HCPCS <code>)
      Then rule "KET-ROUTE-ESK-HOME" stays silent

      Examples:
        | code  |
        | G2082 |
        | G2083 |

  Rule: Not this rule's business

    Scenario Outline: <what>
      When the clinician signs an order for <order>
      Then rule "KET-ROUTE-ESK-HOME" stays silent

      Examples:
        | what                      | order                                                                                                  |
        | racemic ketamine at home  | "ketamine nasal spray" (RxNorm 6130), nasal, for the community                                          |
        | an infusion of esketamine | "esketamine" (RxNorm 2119365), intravenous                                                              |
        | esketamine in anaesthesia | "esketamine" (RxNorm 2119365), nasal, for "general anaesthesia" (SNOMED 274507007), for the community   |
        | a nasal steroid           | "fluticasone nasal spray" (RxNorm 41126), nasal, for the community, dispensed by "community pharmacy"   |

  Rule: What is not known

    Scenario: The order names no drug that can be compared
      When the clinician signs an order for (NDC 00000-0000-00), nasal, for the community
      Then rule "KET-ROUTE-ESK-HOME" is not evaluated because "the medication" is missing
