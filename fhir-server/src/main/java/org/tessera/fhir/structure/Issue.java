package org.tessera.fhir.structure;

/// Something wrong with a resource.
///
/// @param code of https://hl7.org/fhir/R4/valueset-issue-type.html
/// @param expression the element, such as `Patient.name[0].family`
/// @param message what is wrong, without the value
/// @param fatal false for what was left out because the client prefers lenience
public record Issue(String code, String expression, String message, boolean fatal) {}
