package org.tessera.app.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;
import org.springframework.web.servlet.i18n.CookieLocaleResolver;
import org.springframework.web.servlet.i18n.LocaleChangeInterceptor;
import org.tessera.vocabularies.words.Phrases;

/// In which language and theme a page answers: as its address says, else as the browser was told
/// before, else as its reader's system is set.
@Configuration(proxyBeanMethods = false)
class PageConfiguration implements WebMvcConfigurer {
  static final String LANGUAGE_PARAMETER = "lang";
  private static final Duration KEPT = Duration.ofDays(365);

  private final Phrases phrases;

  PageConfiguration(Phrases phrases) {
    this.phrases = phrases;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    var languages = new OfferedLanguages(phrases);
    languages.setParamName(LANGUAGE_PARAMETER);
    languages.setHttpMethods("GET");
    languages.setIgnoreInvalidLocale(true);
    registry.addInterceptor(languages);
    registry.addInterceptor(new ThemeChoice());
  }

  @Bean
  LocaleResolver localeResolver() {
    var header = new AcceptHeaderLocaleResolver();
    header.setSupportedLocales(phrases.languages());
    header.setDefaultLocale(phrases.languages().getFirst());
    var cookie = new OfferedCookie(phrases);
    cookie.setCookieMaxAge(KEPT);
    cookie.setCookieHttpOnly(true);
    cookie.setCookieSameSite("Lax");
    cookie.setRejectInvalidCookies(false);
    cookie.setDefaultLocaleFunction(header::resolveLocale);
    return cookie;
  }

  private static Locale offered(Phrases phrases, String tag) {
    return phrases.languages().stream()
        .filter(language -> language.toLanguageTag().equals(tag))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not one of the languages of this node"));
  }

  /// A language that is not on offer is passed over, so that the page never claims to be in it.
  private static final class OfferedLanguages extends LocaleChangeInterceptor {
    private final Phrases phrases;

    OfferedLanguages(Phrases phrases) {
      this.phrases = phrases;
    }

    @Override
    protected Locale parseLocaleValue(String value) {
      return offered(phrases, value);
    }
  }

  private static final class OfferedCookie extends CookieLocaleResolver {
    private final Phrases phrases;

    OfferedCookie(Phrases phrases) {
      super("tessera_language");
      this.phrases = phrases;
    }

    @Override
    protected Locale parseLocaleValue(String value) {
      return offered(phrases, value);
    }
  }

  private static final class ThemeChoice implements HandlerInterceptor {
    @Override
    public boolean preHandle(
        HttpServletRequest request, HttpServletResponse response, Object handler) {
      if (request.getMethod().equals("GET")) {
        Theme.chosen(request).ifPresent(theme -> keep(theme, response));
      }
      return true;
    }

    private static void keep(Theme theme, HttpServletResponse response) {
      String cookie =
          ResponseCookie.from(Theme.COOKIE, theme.word())
              .httpOnly(true)
              .sameSite("Lax")
              .path("/")
              .maxAge(KEPT)
              .build()
              .toString();
      response.addHeader(HttpHeaders.SET_COOKIE, cookie);
    }

    /// A cache between us and the reader must not give one reader's language to another.
    @Override
    public void postHandle(
        HttpServletRequest request,
        HttpServletResponse response,
        Object handler,
        @Nullable ModelAndView page) {
      if (page != null) {
        response.addHeader(HttpHeaders.VARY, "Accept-Language, Cookie");
      }
    }
  }
}
