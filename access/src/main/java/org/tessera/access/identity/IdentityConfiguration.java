package org.tessera.access.identity;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.tessera.access.audit.AuditTrail;

/// Makes accounts, keys and tokens.
@Configuration(proxyBeanMethods = false)
@Import(ProviderConfiguration.class)
public class IdentityConfiguration {
  @Bean
  Passwords passwords() {
    return new Passwords();
  }

  @Bean
  Accounts accounts(DataSource dataSource, Passwords passwords) {
    return new Accounts(dataSource, passwords);
  }

  @Bean
  SignIn signIn(Accounts accounts, Passwords passwords, DataSource dataSource, AuditTrail trail) {
    return new SignIn(accounts, passwords, dataSource, trail, InstantSource.system());
  }

  @Bean
  SigningKeys signingKeys(@Value("${tessera.home}") Path home) {
    return SigningKeys.in(home.resolve("keys"), InstantSource.system());
  }

  /// The authorization server signs with it as well.
  @Bean
  JwtEncoder tokenEncoder(SigningKeys keys) {
    return Tokens.encoder(keys);
  }

  @Bean
  Issuer issuer(@Value("${tessera.issuer:http://localhost:${server.port:8080}}") String issuer) {
    return new Issuer(issuer);
  }

  @Bean
  AuthorizationServerSettings authorizationServerSettings(Issuer issuer) {
    return AuthorizationServerSettings.builder().issuer(issuer.address()).build();
  }

  @Bean
  Tokens tokens(SigningKeys keys, Issuer issuer) {
    return new Tokens(keys, issuer.address(), InstantSource.system());
  }

  @Bean
  CommandToken commandToken() {
    return CommandToken.fresh();
  }

  @Bean
  SessionCookie sessionCookie(Issuer issuer) {
    return new SessionCookie(issuer.isSecure());
  }

  @Bean
  Routes routes() {
    return Routes.builtIn();
  }

  /// The address is the wildcard when none is set, as the web server understands it.
  @Bean
  DemoAccounts demoAccounts(Accounts accounts, @Value("${server.address:0.0.0.0}") String address)
      throws UnknownHostException {
    return new DemoAccounts(accounts, InetAddress.getByName(address));
  }

  @Bean
  FirstAdministrator firstAdministrator(Accounts accounts, @Value("${tessera.home}") Path home) {
    return new FirstAdministrator(accounts, home.resolve("keys"));
  }

  /// Runs when all is made and migrated, and before the first request is taken. The command token
  /// comes last: whoever got here has the database, so this process owns the home.
  @Bean
  SmartInitializingSingleton peopleAtStart(
      FirstAdministrator first,
      DemoAccounts demo,
      CommandToken commandToken,
      @Value("${tessera.home}") Path home) {
    return () -> {
      demo.refuseOutside();
      first.ensure();
      commandToken.publish(home.resolve("keys"));
    };
  }

  @Bean
  AuthenticationManager tokenSignIn(
      SigningKeys keys,
      Issuer issuer,
      Accounts accounts,
      CommandToken commandToken,
      Environment settings) {
    Optional<Provider> provider = Provider.in(settings);
    var all = new ArrayList<AuthenticationProvider>();
    all.add(new CommandSignIn(commandToken));
    all.add(NodeTokens.signIn(keys, issuer.address(), accounts, provider));
    provider.map(ProviderTokens::signIn).ifPresent(all::add);
    all.add(new UnknownToken());
    return new ProviderManager(all);
  }

  @Bean
  RegisteredClientRepository registeredSystems(Accounts accounts) {
    return new RegisteredSystems(accounts);
  }

  @Bean
  OAuth2AuthorizationService authorizations() {
    return new RecentAuthorizations();
  }

  /// Gives a system's token the roles of its account, as a person's has them.
  @Bean
  OAuth2TokenCustomizer<JwtEncodingContext> roleClaims(Accounts accounts) {
    return context ->
        accounts
            .find(context.getRegisteredClient().getClientId())
            .ifPresent(
                account -> context.getClaims().claims(all -> all.putAll(Tokens.claims(account))));
  }
}
