package org.tessera.access;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.tessera.access.identity.IdentityConfiguration;
import org.tessera.access.identity.SecurityConfiguration;

/// Wires this house: people and tokens, the guard of every route, and the pages of this house.
@Configuration(proxyBeanMethods = false)
@Import({IdentityConfiguration.class, SecurityConfiguration.class})
@ComponentScan("org.tessera.access.web")
public class AccessConfiguration {}
