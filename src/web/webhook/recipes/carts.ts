/** Carts with webhooks of their own: a few lines translate them into ours, signed. */
import type { Recipe } from '../../../../views/webhook/recipe-page'
import { JSON_TYPE, type RecipeGiven, secretOf } from './recipe'
import { SIGN_AND_POST, STRIPE_WORKER, THRIVECART_WORKER } from './workers'

export function cartRecipes(given: RecipeGiven): Recipe[] {
  return [wooCommerce(given), stripe(given), thriveCart(given)]
}

function wooCommerce(given: RecipeGiven): Recipe {
  const data = {
    test: false,
    customer: { email: 'ada@example.com', first_name: 'Ada', last_name: 'Byron' },
    order: { id: '727' },
    items: [{ product_id: '93', product_name: 'Course Two' }],
    payment: { id: 'ch_3Nx' },
  }
  return {
    id: 'woocommerce',
    title: 'WooCommerce',
    group: 'Carts',
    steps: [
      'Add the code with a snippets plugin, or to the functions.php of your child theme. It needs no other plugin.',
      'The product ids are WooCommerce’s own: you find them in the list of products, under each name.',
      'Place a test order and set it to Completed. A full refund ends as Product Refunded, in the same way.',
      'Action Scheduler retries a post that fails, under the same webhook-id.',
    ],
    code: [{ title: 'A snippet for WordPress', text: wooCommerceCode(given) }],
    contentType: JSON_TYPE,
    body: JSON.stringify({ type: 'product.purchased', timestamp: '2026-11-20T10:15:00+00:00', data }),
    entry: 'Product Purchased, Ada Byron, order 727',
  }
}

function wooCommerceCode(given: RecipeGiven): string {
  return `function enrollwire_order($order_id, $type) {
  $order = wc_get_order($order_id);
  $items = [];
  foreach ($order->get_items() as $item) {
    $items[] = ['product_id' => (string) $item->get_product_id(), 'product_name' => $item->get_name()];
  }
  $body = json_encode(['type' => $type, 'timestamp' => gmdate('c'), 'data' => [
    'test' => false,
    'customer' => [
      'email' => $order->get_billing_email(),
      'first_name' => $order->get_billing_first_name(),
      'last_name' => $order->get_billing_last_name(),
    ],
    'order' => ['id' => (string) $order_id],
    'items' => $items,
    'payment' => ['id' => $order->get_transaction_id()],
  ]], JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE);
  as_enqueue_async_action('enrollwire_post', ["wc_{$order_id}_{$type}", $body, 1]);
}

function enrollwire_post($id, $body, $try) {
  $secret = '${secretOf(given)}';
  $now = time();
  $key = base64_decode(substr($secret, strlen('whsec_')));
  $answer = wp_remote_post('${given.url}', ['timeout' => 15, 'body' => $body, 'headers' => [
    'content-type' => 'application/json',
    'webhook-id' => $id,
    'webhook-timestamp' => (string) $now,
    'webhook-signature' => 'v1,' . base64_encode(hash_hmac('sha256', "$id.$now.$body", $key, true)),
  ]]);
  if (wp_remote_retrieve_response_code($answer) !== 202 && $try < 8) {
    as_schedule_single_action($now + 60 * 4 ** $try, 'enrollwire_post', [$id, $body, $try + 1]);
  }
}

add_action('enrollwire_post', 'enrollwire_post', 10, 3);
add_action('woocommerce_order_status_completed', function ($id) { enrollwire_order($id, 'product.purchased'); });
add_action('woocommerce_order_fully_refunded', function ($id) { enrollwire_order($id, 'product.refunded'); });`
}

function stripe(given: RecipeGiven): Recipe {
  const data = {
    test: false,
    customer: { email: 'ada@example.com', first_name: 'Ada', last_name: 'Byron', id: 'cus_Nx' },
    order: { id: 'cs_live_a1' },
    items: [{ product_id: 'course-two', subscription: { id: 'sub_1Nx' }, payment: { id: null } }],
  }
  return {
    id: 'stripe',
    title: 'Stripe (with a Worker)',
    group: 'Carts',
    steps: [
      'Give what you sell a name of your own: metadata product_id on the Payment Link or Checkout Session, and the same in its subscription_data.metadata and payment_intent_data.metadata, so that renewals and refunds carry it.',
      'Deploy the Worker with wrangler, and set its four secrets with wrangler secret put: ENROLLWIRE_SECRET, STRIPE_SECRET, STRIPE_API_KEY (restricted: read customers and charges) and, as the address, ENROLLWIRE_URL.',
      'In Stripe, open Developers → Webhooks, add the Worker’s address and choose checkout.session.completed, checkout.session.async_payment_succeeded (a bank debit is paid days after its checkout), invoice.paid, invoice.payment_failed, customer.subscription.deleted, customer.subscription.paused, customer.subscription.resumed, charge.refunded, charge.dispute.created and charge.dispute.closed.',
      'Without a Worker: connect n8n’s Stripe Trigger to the node of the n8n recipe.',
    ],
    code: [
      { title: 'The Worker', text: `${STRIPE_WORKER}\n\n${SIGN_AND_POST}` },
      { title: 'ENROLLWIRE_URL', text: given.url },
    ],
    contentType: JSON_TYPE,
    body: JSON.stringify({ type: 'product.purchased', timestamp: 1795169700, data }),
    entry: 'Product Purchased, Ada Byron, order cs_live_a1',
  }
}

function thriveCart(given: RecipeGiven): Recipe {
  const data = {
    test: false,
    customer: { email: 'ada@example.com', first_name: 'Ada', last_name: 'Byron' },
    order: { id: '6412' },
    items: [{ product_id: 'product-12' }, { product_id: 'bump-34' }],
  }
  return {
    id: 'thrivecart',
    title: 'ThriveCart (with a Worker)',
    group: 'Carts',
    steps: [
      'Deploy the Worker with wrangler, and set its secrets with wrangler secret put: ENROLLWIRE_SECRET, THRIVECART_SECRET (in ThriveCart under Settings → API & Webhooks → ThriveCart order validation) and, as the address, ENROLLWIRE_URL.',
      'In ThriveCart, open Settings → API & Webhooks → Webhooks & notifications and add the Worker’s address.',
      'Products are called product-12, bump-34, upsell-5 and downsell-6, with ThriveCart’s own numbers.',
      'Make a purchase in test mode. It is marked as a test order here.',
    ],
    code: [
      { title: 'The Worker', text: `${THRIVECART_WORKER}\n\n${SIGN_AND_POST}` },
      { title: 'ENROLLWIRE_URL', text: given.url },
    ],
    contentType: JSON_TYPE,
    body: JSON.stringify({ type: 'product.purchased', data }),
    entry: 'Product Purchased, Ada Byron, order 6412, two items',
  }
}
