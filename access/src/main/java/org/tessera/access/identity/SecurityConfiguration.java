package org.tessera.access.identity;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.authentication.session.NullAuthenticatedSessionStrategy;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.tessera.access.Person;
import org.tessera.access.audit.AuditFilter;
import org.tessera.access.audit.AuditTrail;

/// Guards every route: a token says who asks, `routes.csv` says whether they may.
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
public class SecurityConfiguration {
  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  /// The standard OAuth 2 end points, for external systems.
  @Bean
  @Order(1)
  SecurityFilterChain authorizationServer(HttpSecurity http) throws Exception {
    http.oauth2AuthorizationServer(server -> http.securityMatcher(server.getEndpointsMatcher()));
    http.authorizeHttpRequests(all -> all.anyRequest().authenticated());
    http.sessionManagement(it -> it.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
    return http.build();
  }

  /// Everything else. Not the resource server's DSL, because that would exempt a request with a
  /// session cookie from the check against forgery.
  @Bean
  @Order(3)
  SecurityFilterChain house(
      HttpSecurity http,
      Routes routes,
      AuthenticationManager tokenSignIn,
      SessionCookie cookie,
      AuditTrail trail)
      throws Exception {
    var refusal = new Refusal(cookie, routes);
    var bearer = new BearerTokenAuthenticationFilter(tokenSignIn, cookie);
    bearer.setAuthenticationFailureHandler(refusal);
    http.addFilter(bearer);
    http.addFilterAfter(new PageCsrfToken(), CsrfFilter.class);
    http.addFilterBefore(
        new AuditFilter(trail, routes::audit, SecurityConfiguration::person),
        ExceptionTranslationFilter.class);
    http.csrf(it ->
        it.csrfTokenRepository(new CookieCsrfTokenRepository())
            // Every request brings its token, so every request would count as a sign-in and change
            // the anti-forgery token: the style sheet of a page would void the page's own forms.
            .sessionAuthenticationStrategy(new NullAuthenticatedSessionStrategy())
            .requireCsrfProtectionMatcher(couldBeForged()));
    http.exceptionHandling(it -> it.authenticationEntryPoint(refusal).accessDeniedHandler(refusal));
    http.sessionManagement(it -> it.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
    http.requestCache(it -> it.disable()).logout(it -> it.disable());
    http.headers(it ->
        it.contentSecurityPolicy(csp ->
            csp.policyDirectives(
                "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
                    + " data:; object-src 'none'; base-uri 'self'; form-action 'self';"
                    + " frame-ancestors 'none'")));
    authorize(http, routes);
    return http.build();
  }

  private static void authorize(HttpSecurity http, Routes routes) {
    http.authorizeHttpRequests(all -> {
      // The request itself was decided on; these are its second passes inside the server.
      all.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC, DispatcherType.FORWARD)
          .permitAll();
      for (Routes.Route route : routes.all()) {
        var rule = all.requestMatchers(route.matcher());
        if (route.anyone()) {
          rule.permitAll();
        } else if (route.signedIn()) {
          rule.authenticated();
        } else {
          rule.hasAnyAuthority(route.authorities());
        }
      }
      all.anyRequest().denyAll();
    });
  }

  private static Optional<Person> person(HttpServletRequest request) {
    return request.getUserPrincipal() instanceof SignedIn signedIn
        ? Optional.of(SignedIn.person(signedIn))
        : Optional.empty();
  }

  /// Another site can make a browser send its cookies, but no Authorization header. A program that
  /// sends neither is nobody, and is told so.
  private static RequestMatcher couldBeForged() {
    return request -> {
      String path = request.getRequestURI();
      boolean forPrograms = path.startsWith("/api/") || path.startsWith("/fhir");
      return !SAFE_METHODS.contains(request.getMethod())
          && !SessionCookie.hasHeader(request)
          && !path.equals("/api/token")
          && (!forPrograms || SessionCookie.isSent(request));
    };
  }

  /// On a loopback address only local names are answered: otherwise a web page could reach the node
  /// through a name of its own that resolves to 127.0.0.1 (DNS rebinding).
  @Bean
  HttpFirewall hostNames(@Value("${server.address:0.0.0.0}") String address, Issuer issuer)
      throws UnknownHostException {
    var firewall = new StrictHttpFirewall();
    if (InetAddress.getByName(address).isLoopbackAddress()) {
      var names = Set.of("127.0.0.1", "::1", "[::1]", "0:0:0:0:0:0:0:1");
      firewall.setAllowedHostnames(
          host -> host.equals("localhost") || host.equals(issuer.host()) || names.contains(host));
    }
    return firewall;
  }
}
