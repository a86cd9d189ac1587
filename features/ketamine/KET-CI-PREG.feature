@KET-CI-PREG
Feature: Ketamine ordered during pregnancy
  Ketamine harms the developing brain in animals; treatment with it is elective.

  Background:
    Given the service date is 2026-11-20
    And a 34-year-old woman

  Scenario: Pregnant by status three weeks ago
    Given her pregnancy status is pregnant, 3 weeks ago
    When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 0.5 mg/kg
    Then a critical card "KET-CI-PREG" is shown
    And the card "KET-CI-PREG" cites evidence "E15"

  Scenario: Nothing says pregnant
    When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 0.5 mg/kg
    Then rule "KET-CI-PREG" stays silent

  Scenario: Observations were not loaded
    Given the observations were not loaded
    When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 0.5 mg/kg
    Then rule "KET-CI-PREG" is not evaluated because "Observation" is missing
