package org.tessera.access.identity;

/// What the sign-in page offers beside the node's own accounts.
///
/// @param provider what people call the OpenID provider, empty without one
public record SignInOffer(String provider) {}
