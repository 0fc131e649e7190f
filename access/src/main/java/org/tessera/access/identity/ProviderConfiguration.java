package org.tessera.access.identity;

import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.web.SecurityFilterChain;
import org.tessera.access.audit.AuditTrail;

/// Lets browsers sign in with the OpenID provider the settings name: `/sign-in/with/provider` leads
/// there, `/sign-in/from/provider` is the way back (OpenID Connect Core section 3.1).
@Configuration(proxyBeanMethods = false)
class ProviderConfiguration {
  private static final String THERE = "/sign-in/with";
  private static final String BACK = "/sign-in/from/";
  private static final String ID = "provider";

  @Bean
  SignInOffer signInOffer(Environment settings) {
    return new SignInOffer(Provider.in(settings).map(Provider::name).orElse(""));
  }

  /// What of this node the sign-in needs.
  record Parts(Tokens tokens, SessionCookie cookie, AuditTrail trail, Issuer issuer) {}

  @Bean
  Parts providerParts(Tokens tokens, SessionCookie cookie, AuditTrail trail, Issuer issuer) {
    return new Parts(tokens, cookie, trail, issuer);
  }

  @Bean
  @Order(2)
  SecurityFilterChain providerSignIn(HttpSecurity http, Environment settings, Parts parts)
      throws Exception {
    http.securityMatcher(THERE + "/**", BACK + "**");
    http.authorizeHttpRequests(all -> all.anyRequest().denyAll());
    http.sessionManagement(it -> it.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
    http.requestCache(it -> it.disable()).logout(it -> it.disable()).csrf(it -> it.disable());
    Provider.in(settings).ifPresent(provider -> offer(http, provider, parts));
    return http.build();
  }

  private static void offer(HttpSecurity http, Provider provider, Parts parts) {
    var started = new StartedSignIns(InstantSource.system(), parts.issuer().isSecure());
    var registrations = new LateRegistration(ID, () -> client(provider, parts.issuer()));
    http.oauth2Login(it ->
        it.clientRegistrationRepository(registrations)
            // Nothing is done in the person's name at the provider, so its token is not kept.
            .authorizedClientRepository(new ForgottenClients())
            .authorizationEndpoint(at -> at.baseUri(THERE).authorizationRequestRepository(started))
            .redirectionEndpoint(at -> at.baseUri(BACK + "*"))
            .userInfoEndpoint(at -> at.oidcUserService(ProviderTokens.users(provider)))
            .successHandler(
                new ProviderSignIn(
                    parts.tokens(), parts.cookie(), parts.trail(), provider.issuer()))
            .failureHandler(
                (request, response, why) -> response.sendRedirect("/sign-in?problem=provider")));
  }

  private static ClientRegistration client(Provider provider, Issuer node) {
    return ClientRegistrations.fromIssuerLocation(provider.issuer())
        .registrationId(ID)
        .clientId(provider.client())
        .clientSecret(provider.secret())
        .clientAuthenticationMethod(
            provider.secret().isEmpty()
                ? ClientAuthenticationMethod.NONE
                : ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
        .scope("openid", "profile")
        .redirectUri(node.address() + BACK + ID)
        .build();
  }
}
