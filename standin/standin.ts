import { mailConfirmation } from "./storefront/order-confirmation.ts";
import { announceInstall } from "./control/install.ts";
import type { Mailbox } from "./mailbox/mailbox.ts";
import type { StandinSettings } from "./settings.ts";
import { ShopHouse } from "./shop-house.ts";
import { Shop, type ShopSettings } from "./shop/shop.ts";

/** All shops of one stand-in, by their myshopify.com domain. */
export class Standin {
  readonly settings: StandinSettings;
  readonly houses = new Map<string, ShopHouse>();

  /** Where mail ends up, whoever sends it. */
  readonly mailbox: Mailbox | undefined;

  /** The script of a UI extension by its folder's name; undefined where it was not built. */
  readonly extensionScript: ((name: string) => Promise<string | undefined>) | undefined;

  constructor(settings: StandinSettings, { mailbox, extensionScript }: { mailbox?: Mailbox; extensionScript?: ((name: string) => Promise<string | undefined>) | undefined } = {}) {
    this.settings = settings;
    this.mailbox = mailbox;
    this.extensionScript = extensionScript;
  }

  /** Throws when there is such a shop already. */
  createShop(settings: ShopSettings): ShopHouse {
    if (this.houses.has(settings.domain)) throw new Error(`shop ${settings.domain} exists already`);
    const house = new ShopHouse(new Shop(settings, this.houses.size + 1), this);
    this.houses.set(settings.domain, house);
    const { mailbox } = this;
    // A mail that is lost is lost, as anywhere.
    if (mailbox) house.shop.confirm = (order) => void mailConfirmation(house.shop, order, mailbox.url).catch(() => {});
    return house;
  }

  /** The merchant opens the app: Shopify installs it first where it is not installed, and grants what it asks for. */
  installIfNeeded(house: ShopHouse): void {
    if (!house.shop.installed) announceInstall(house, this.settings.appScopes);
  }

  async close(): Promise<void> {
    await Promise.all([...this.houses.values()].map((house) => house.close()));
  }
}
