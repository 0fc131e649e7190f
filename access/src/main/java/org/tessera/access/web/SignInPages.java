package org.tessera.access.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.tessera.access.identity.Account;
import org.tessera.access.identity.SessionCookie;
import org.tessera.access.identity.SignIn;
import org.tessera.access.identity.Tokens;

/// Signs browsers in and out.
@Controller
class SignInPages {
  private final SignIn signIn;
  private final Tokens tokens;
  private final SessionCookie cookie;

  SignInPages(SignIn signIn, Tokens tokens, SessionCookie cookie) {
    this.signIn = signIn;
    this.tokens = tokens;
    this.cookie = cookie;
  }

  @GetMapping("/sign-in")
  String form(@RequestParam(name = "next", defaultValue = "/") String next, Model model) {
    model.addAttribute("next", local(next));
    return "access/sign-in";
  }

  @PostMapping("/sign-in")
  String enter(
      @RequestParam("username") String username,
      @RequestParam("password") String password,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    String next = local(request.getParameter("next"));
    return switch (signIn.check(username.strip(), password, request.getRemoteAddr())) {
      case SignIn.Outcome.Accepted(Account account) -> {
        // A token known from before the sign-in must not be good after it.
        new CookieCsrfTokenRepository().saveToken(null, request, response);
        cookie.set(response, tokens.issue(account, Tokens.BROWSER));
        yield "redirect:" + (account.oneTime() ? "/account" : next);
      }
      case SignIn.Outcome.Wrong _ -> {
        response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        yield again(model, next, "Name or password is not right.");
      }
      case SignIn.Outcome.Wait wait -> {
        response.setStatus(429);
        String seconds = Long.toString(wait.atLeast().toSeconds() + 1);
        response.setHeader("Retry-After", seconds);
        yield again(model, next, "Too many wrong passwords. Try again in " + seconds + " seconds.");
      }
    };
  }

  @PostMapping("/sign-out")
  String leave(HttpServletResponse response) {
    cookie.clear(response);
    return "redirect:/";
  }

  private static String again(Model model, String next, String problem) {
    model.addAttribute("next", next);
    model.addAttribute("problem", problem);
    return "access/sign-in";
  }

  /// Only a path of this node: a link must not be able to send people elsewhere after sign-in.
  private static String local(@Nullable String next) {
    if (next == null || !next.matches("/([^/\\\\\\p{Cntrl}][^\\\\\\p{Cntrl}]*)?")) {
      return "/";
    }
    return next;
  }
}
