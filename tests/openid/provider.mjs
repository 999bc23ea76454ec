// Real OpenID providers for the tests, on this machine alone: they end with whoever started them.
// Asked with {"redirects": […]} on the first line of standard input; answers with their addresses on one line.
import { createServer } from "node:http";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { generateKeyPairSync } from "node:crypto";
import { pathToFileURL } from "node:url";

const { default: Provider } = await import(pathToFileURL(process.argv[2]));

const lines = createInterface({ input: process.stdin });
const [first] = await once(lines, "line");
const { redirects, secret } = JSON.parse(first);
// What the tests say of somebody, by the name they sign in with; each line changes one.
const people = new Map();
lines.on("line", (line) => {
  const { name, claims } = JSON.parse(line);
  people.set(name, claims);
  process.stdout.write("told\n");
});
lines.on("close", () => process.exit());

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const key = { ...privateKey.export({ format: "jwk" }), kid: "one", use: "sig", alg: "RS256" };

async function start(method, conformIdTokenClaims) {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: "coachsched", client_secret: secret, redirect_uris: redirects, token_endpoint_auth_method: method,
    }],
    claims: { openid: ["sub", "tid", "hd", "idp"], email: ["email", "email_verified"] },
    clientAuthMethods: [method],
    conformIdTokenClaims,
    cookies: { keys: ["of the tests"] },
    features: { devInteractions: { enabled: true } },
    findAccount: (_ctx, name) => ({ accountId: name, claims: () => ({ sub: name, ...people.get(name) }) }),
    jwks: { keys: [key] },
    pkce: { required: () => true },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
  });
  const answer = provider.callback();
  server.on("request", (request, response) => {
    // The big ones let people choose between accounts; here everybody has one.
    request.url = request.url.replace("&prompt=select_account", "");
    answer(request, response);
  });
  return issuer;
}

// One tells addresses only when asked for them, as the standard has it; the other in its token, as the big ones do.
const told = { asked: await start("client_secret_basic", true), token: await start("client_secret_post", false) };
process.stdout.write(`${JSON.stringify(told)}\n`);
