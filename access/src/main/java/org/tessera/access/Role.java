package org.tessera.access;

/// What a person or a system may do here; which routes that opens is said by `access/routes.csv`.
public enum Role {
  DATA_MANAGER("data manager"),
  RESEARCHER("researcher"),
  COMMITTEE("committee member"),
  EXTERNAL_SYSTEM("external system"),
  AUDITOR("auditor"),
  ADMINISTRATOR("administrator");

  private final String label;

  Role(String label) {
    this.label = label;
  }

  /// The role's name in a sentence.
  public String label() {
    return label;
  }

  /// The authority Spring Security knows the role by.
  public String authority() {
    return "ROLE_" + name();
  }
}
