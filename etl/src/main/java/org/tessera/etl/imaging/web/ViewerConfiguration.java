package org.tessera.etl.imaging.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.PathResourceResolver;

/// Serves the viewer at `/viewer/` from the home's folder of that name, where `./tessera viewer
/// install` puts it.
@Configuration(proxyBeanMethods = false)
class ViewerConfiguration implements WebMvcConfigurer {
  /// Beyond the pages' own: its decoders are WebAssembly, its workers and pictures are made in the
  /// page. Nothing may come from, or go to, another host.
  private static final String POLICY =
      "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'%s; worker-src 'self' blob:;"
          + " connect-src 'self' blob: data:; img-src 'self' data: blob:; style-src 'self'"
          + " 'unsafe-inline'; font-src 'self' data:; object-src 'none'; base-uri 'self';"
          + " form-action 'self'; frame-ancestors 'none'";

  private static final String PAGE = POLICY.formatted("");

  /// A worker obeys the policy its script came with, and decoders make functions of text.
  private static final String SCRIPT = POLICY.formatted(" 'unsafe-eval'");

  private final Path folder;

  ViewerConfiguration(@Value("${tessera.home}") String home) {
    this.folder = folder(home);
  }

  /// Where a home keeps the viewer.
  static Path folder(String home) {
    return Path.of(home, "viewer");
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler("/viewer/**")
        .addResourceLocations(new FileSystemResource(folder + "/"))
        // Another version may be installed at any time.
        .setCacheControl(CacheControl.noCache().cachePrivate())
        .resourceChain(false)
        .addResolver(new Addresses());
  }

  /// What is no file is an address inside the viewer, which finds its own way from there.
  private static final class Addresses extends PathResourceResolver {
    @Override
    protected @Nullable Resource getResource(String path, Resource location) throws IOException {
      Resource file = super.getResource(path, location);
      boolean inside = path.lastIndexOf('.') < path.lastIndexOf('/') || path.indexOf('.') < 0;
      return file == null && inside ? super.getResource("index.html", location) : file;
    }
  }

  @Override
  public void addViewControllers(ViewControllerRegistry registry) {
    registry.addRedirectViewController("/viewer", "/viewer/");
    registry.addViewController("/viewer/").setViewName("forward:/viewer/index.html");
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(new Policy()).addPathPatterns("/viewer/**");
  }

  private static final class Policy implements HandlerInterceptor {
    @Override
    public boolean preHandle(
        HttpServletRequest request, HttpServletResponse response, Object handler) {
      boolean script = request.getRequestURI().endsWith(".js");
      response.setHeader("Content-Security-Policy", script ? SCRIPT : PAGE);
      return true;
    }
  }
}
