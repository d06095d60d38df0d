import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.Executors;

/** Keeps the last uploads in direct buffers, which are outside of the heap. */
public class Server {
  private static final ArrayDeque<ByteBuffer> kept = new ArrayDeque<>();
  private static final int most = Integer.parseInt(System.getenv().getOrDefault("KEEP", "100"));

  public static void main(String[] args) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress(8080), 1024);
    server.setExecutor(Executors.newFixedThreadPool(8));
    server.createContext("/healthz", exchange -> {
      exchange.sendResponseHeaders(204, -1);
      exchange.close();
    });
    server.createContext("/upload", exchange -> {
      byte[] body = exchange.getRequestBody().readAllBytes();
      ByteBuffer buffer = ByteBuffer.allocateDirect(body.length).put(body);
      synchronized (kept) {
        kept.addLast(buffer);
        if (kept.size() > most) kept.removeFirst();
      }
      exchange.sendResponseHeaders(201, -1);
      exchange.close();
    });
    server.start();
  }
}
